// How far the reader is: chapters read and questions answered are kept in this browser; how the exercises stand is asked of
// the machine, where the book is served there.
(() => {
    'use strict';

    const { kept, say, served, words } = window.enchufe;
    const sidebar = document.getElementById('mdbook-sidebar');
    const slug = (link) => link.getAttribute('href').split(/[?#]/)[0].split('/').at(-1).replace(/\.html$/, '');
    const chapters = [...sidebar.querySelectorAll('a[href]')]
        .filter((link) => !link.getAttribute('href').includes('/mistakes/')
            && !link.getAttribute('href').startsWith('mistakes/')
            && !link.getAttribute('href').startsWith('#'));

    const mark = (link, kind) => {
        link.querySelector(`.mark.${kind}`)?.remove();
        const sign = document.createElement('span');
        sign.className = `mark ${kind}`;
        const name = document.createElement('span');
        name.className = 'only-heard';
        name.textContent = ` (${words.mark[kind]})`;
        sign.append(name);
        link.append(sign);
    };

    const show = () => {
        const read = kept.get('read');
        for (const link of chapters) {
            link.querySelector('.mark.read')?.remove();
            if (read[slug(link)]) mark(link, 'read');
        }
    };
    show();

    // A chapter is read when its end has been seen, by somebody who did not begin there.
    const here = chapters.find((link) => link.classList.contains('active'));
    const end = document.querySelector('main > :last-child');
    if (here && end && 'IntersectionObserver' in window) {
        let began = false;
        addEventListener('scroll', () => { began = true; }, { passive: true, once: true });
        new IntersectionObserver((entries, observer) => {
            if (!entries.some((entry) => entry.isIntersecting) || !began) return;
            observer.disconnect();
            kept.set('read', { ...kept.get('read'), [slug(here)]: true });
            show();
        }).observe(end);
    }

    const forget = document.createElement('div');
    forget.className = 'forget';
    const what = document.createElement('p');
    what.textContent = words.forget.what;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = words.forget.button;
    button.addEventListener('click', () => {
        for (const name of ['read', 'answers']) kept.forget(name);
        show();
        document.dispatchEvent(new CustomEvent('enchufe-forgotten'));
        what.setAttribute('role', 'status');
        what.textContent = words.forget.done;
    });
    forget.append(what, button);
    sidebar.querySelector('.sidebar-scrollbox').append(forget);

    if (!served) return;
    fetch('/progress.json').then((answer) => answer.json()).then((exercises) => {
        for (const { slug: exercise, chapter, state, passed, all, changed } of exercises) {
            const card = document.querySelector(`[data-exercise="${exercise}"]`);
            if (card) {
                const line = document.createElement('p');
                line.className = `state ${state}`;
                line.setAttribute('role', 'status');
                line.textContent = say(words.state[changed ? 'changed' : state], { passed, all });
                card.querySelector('.title').after(line);
            }
            const link = chapters.find((one) => slug(one) === chapter);
            const those = exercises.filter((one) => one.chapter === chapter);
            if (link && those.every((one) => one.state === 'solved' && !one.changed)) mark(link, 'solved');
            else if (link && those.some((one) => one.state !== 'untouched')) mark(link, 'begun');
        }
    }).catch(() => { /* the server has ended; the page stays as it is */ });
})();
