// What every page has: the sidebar's button, the way to the other language, and, where the book is served on the reader's
// own machine, the page anew when the book is.
(() => {
    'use strict';

    const { words } = window.enchufe;

    /** What is kept in this browser, and nowhere else. A browser that keeps nothing is no error. */
    window.enchufe.kept = {
        get(name) {
            try {
                return JSON.parse(localStorage.getItem(`enchufe-${name}`)) ?? {};
            } catch {
                return {};
            }
        },
        set(name, value) {
            try {
                localStorage.setItem(`enchufe-${name}`, JSON.stringify(value));
            } catch { /* then it is forgotten with the page */ }
        },
        forget(name) {
            try {
                localStorage.removeItem(`enchufe-${name}`);
            } catch { /* it was never kept */ }
        },
    };

    /** A sentence with what belongs into its {places}. */
    window.enchufe.say = (sentence, values = {}) =>
        sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

    // mdBook's script listens to the checkbox that its own label belonged to.
    const checkbox = document.getElementById('mdbook-sidebar-toggle-anchor');
    document.getElementById('mdbook-sidebar-toggle').addEventListener('click', () => {
        checkbox.checked = !checkbox.checked;
        checkbox.dispatchEvent(new Event('change'));
    });

    const sidebar = document.getElementById('mdbook-sidebar');
    sidebar.querySelector('a.active')?.setAttribute('aria-current', 'page');
    for (const toggle of sidebar.querySelectorAll('.chapter-fold-toggle')) {
        const item = toggle.closest('li');
        const told = () => toggle.setAttribute('aria-expanded', item.classList.contains('expanded'));
        toggle.setAttribute('role', 'button');
        toggle.tabIndex = 0;
        toggle.setAttribute('aria-label', window.enchufe.say(words.fold, {
            name: toggle.parentElement.querySelector('a, span').textContent,
        }));
        told();
        toggle.addEventListener('click', told);
        toggle.addEventListener('keydown', (event) => {
            if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault();
                toggle.click();
            }
        });
    }

    // The same heading in the other language: ids are the same in both.
    const picker = document.querySelector('a.language');
    const lies = picker.getAttribute('href');
    const heading = () => {
        if (scrollY < 10) return '';
        const seen = (one) => one.getBoundingClientRect().top < innerHeight;
        const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
        if (named && seen(named) && named.getBoundingClientRect().bottom > 0) return named.id;
        const passed = [...document.querySelectorAll('main :is(h2, h3)[id]')]
            .filter((one) => one.getBoundingClientRect().top < innerHeight / 3);
        return passed.at(-1)?.id ?? '';
    };
    const aim = () => {
        const id = heading();
        picker.setAttribute('href', id ? `${lies}#${id}` : lies);
    };
    for (const event of ['focus', 'pointerenter', 'pointerdown', 'click']) picker.addEventListener(event, aim);
    picker.addEventListener('click', () => {
        try {
            localStorage.setItem('enchufe-language', picker.lang);
        } catch { /* the browser's languages decide again */ }
    });

    // What can be scrolled sideways must be within reach of a keyboard.
    const reach = () => {
        for (const wide of document.querySelectorAll('pre > code, .table-wrapper')) {
            if (wide.scrollWidth > wide.clientWidth) {
                wide.tabIndex = 0;
                wide.setAttribute('role', 'group');
                wide.setAttribute('aria-label', words.scrolls);
            }
        }
    };
    reach();
    for (const details of document.querySelectorAll('details')) details.addEventListener('toggle', reach);
    addEventListener('resize', reach);

    // There these keys scroll; elsewhere they turn mdBook's pages.
    document.querySelector('main').addEventListener('keydown', (event) => {
        const { key, target } = event;
        const scrolls = target.matches('pre, pre > code, .table-wrapper') && target.scrollWidth > target.clientWidth;
        if (scrolls && (key === 'ArrowLeft' || key === 'ArrowRight')) event.stopPropagation();
    });

    // A link to what is inside something closed opens it.
    const open = () => {
        const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
        for (let one = target; one; one = one.parentElement) if (one.tagName === 'DETAILS') one.open = true;
    };
    addEventListener('hashchange', open);
    open();

    const served = document.querySelector('meta[name="enchufe-served"]');
    window.enchufe.served = Boolean(served);
    if (served) {
        let told = null;
        const fail = (event) => {
            document.getElementById('stale')?.remove();
            const banner = document.createElement('div');
            banner.id = 'stale';
            banner.setAttribute('role', 'alert');
            const what = document.createElement('pre');
            what.textContent = event.data;
            banner.append(words.stale, what);
            document.querySelector('.page').prepend(banner);
        };
        // A browser opens six connections to a host: a page that nobody looks at gives its own back.
        const listen = () => {
            told?.close();
            told = null;
            if (document.hidden) return;
            told = new EventSource('/events');
            told.addEventListener('build', (event) => {
                if (event.data !== served.content) location.reload();
            });
            told.addEventListener('failed', fail);
        };
        listen();
        document.addEventListener('visibilitychange', listen);
        addEventListener('pagehide', () => told?.close());
        addEventListener('pageshow', (event) => { if (event.persisted) listen(); });
    }
})();
