// Search: accents and capitals do not matter, nor does a plural. What can be searched is loaded when somebody searches for
// the first time.
(() => {
    'use strict';

    const { say, searched, words } = window.enchufe;
    const toggle = document.getElementById('mdbook-search-toggle');
    const wrapper = document.getElementById('mdbook-search-wrapper');
    const form = document.getElementById('mdbook-searchbar-outer');
    const field = document.getElementById('mdbook-searchbar');
    const outer = document.getElementById('mdbook-searchresults-outer');
    const header = document.getElementById('mdbook-searchresults-header');
    const list = document.getElementById('mdbook-searchresults');
    const MOST = 30;
    const TEASER = 160;

    /** Small letters without accents; as long as the text, letter by letter. */
    const fold = (text) => text.replace(/[^\x00-\x7f]/g, (letter) => {
        const plain = letter.normalize('NFD').replace(/\p{M}/gu, '');
        return plain.length === letter.length ? plain : letter;
    }).toLowerCase();

    /** What a word has in common with its plural, in English and in Spanish: queries and query, conexiones and conexión. */
    const stem = (word) => {
        if (word.length < 4) return word.replace(/z$/, 'c');
        return word.replace(/([^ius])s$/, '$1').replace(/e$/, '').replace(/y$/, 'i').replace(/z$/, 'c');
    };

    const cut = (text) => [...fold(text).matchAll(/[\p{L}\p{N}_]+/gu)].map((found) => [stem(found[0]), found.index]);

    let sections = null;
    let stems = null;
    let places = null;

    /** For each stem the sections that have it, and how telling it is there. */
    const index = (given) => {
        sections = given;
        places = new Map();
        const add = (text, at, weight, most) => {
            const counts = new Map();
            for (const [word] of cut(text)) counts.set(word, Math.min((counts.get(word) ?? 0) + weight, most));
            for (const [word, score] of counts) {
                if (!places.has(word)) places.set(word, new Map());
                const found = places.get(word);
                found.set(at, (found.get(at) ?? 0) + score);
            }
        };
        given.forEach(([address, heading, above, text], at) => {
            add(heading, at, above ? 12 : 20, 20);
            add(above, at, 2, 2);
            add(text, at, 1, 5);
            // A chapter comes before a mistake that says the same.
            if (!address.startsWith('mistakes/')) add(heading, at, 3, 3);
        });
        stems = [...places.keys()].sort();
    };

    /** The stems that begin so. */
    const beginning = (start) => {
        let [low, high] = [0, stems.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if (stems[middle] < start) low = middle + 1;
            else high = middle;
        }
        const found = [];
        while (low < stems.length && stems[low].startsWith(start)) found.push(stems[low++]);
        return found;
    };

    const find = (term) => {
        const asked = [...new Set(cut(term).map(([word]) => word))];
        let scores = null;
        for (const word of asked) {
            const found = new Map();
            for (const one of beginning(word)) {
                for (const [at, score] of places.get(one)) {
                    found.set(at, Math.max(found.get(at) ?? 0, one === word ? score : score / 3));
                }
            }
            scores = scores === null ? found : new Map([...scores]
                .filter(([at]) => found.has(at)).map(([at, score]) => [at, score + found.get(at)]));
        }
        // Who copies a mistake's name out of a report wants its page.
        const named = sections.findIndex(([address]) => address === `mistakes/${term.toLowerCase()}.html`);
        const best = [...scores ?? []]
            .sort(([a, one], [b, other]) => (b === named) - (a === named) || other - one || a - b).map(([at]) => at);
        return { asked, best };
    };

    /** The part of a text in which the words are, as nodes. */
    const teaser = (text, asked) => {
        const words = cut(text);
        const hits = words.filter(([word]) => asked.some((one) => word.startsWith(one)));
        const first = hits[0]?.[1] ?? 0;
        const from = first < TEASER / 2 ? 0 : text.lastIndexOf(' ', first - TEASER / 3) + 1;
        const nodes = [from > 0 ? '… ' : ''];
        let at = from;
        for (const [, start] of hits) {
            if (start < at) continue;
            if (start > from + TEASER) break;
            const long = text.slice(start).match(/^[\p{L}\p{N}_]+/u)[0];
            const hit = document.createElement('em');
            hit.textContent = long;
            nodes.push(text.slice(at, start), hit);
            at = start + long.length;
        }
        const to = text.length - at > TEASER / 2 ? text.indexOf(' ', Math.max(at, from + TEASER)) : -1;
        nodes.push(to < 0 ? text.slice(at) : `${text.slice(at, to)} …`);
        return nodes;
    };

    const show = () => {
        const term = field.value.trim();
        outer.classList.toggle('hidden', !term);
        field.classList.toggle('active', Boolean(term));
        list.replaceChildren();
        if (!term || !sections) return;
        const { asked, best } = find(term);
        const shown = Math.min(best.length, MOST);
        const sentence = ['none', 'one'][best.length] ?? (best.length > MOST ? 'first' : 'many');
        header.textContent = say(words.search[sentence], { term, count: best.length, shown });
        for (const at of best.slice(0, MOST)) {
            const [address, heading, above, text] = sections[at];
            const link = document.createElement('a');
            link.href = path_to_root + address;
            link.textContent = above ? `${above} » ${heading}` : heading;
            const part = document.createElement('span');
            part.className = 'teaser';
            part.append(...teaser(text, asked));
            const item = document.createElement('li');
            item.append(link, part);
            list.append(item);
        }
    };

    let loading = null;
    const load = () => {
        loading ??= new Promise((done) => {
            form.classList.add('searching');
            header.textContent = words.search.wait;
            window.enchufe.search = (given) => {
                index(given);
                form.classList.remove('searching');
                done();
            };
            const script = document.createElement('script');
            script.src = path_to_root + searched;
            script.onerror = () => {
                form.classList.remove('searching');
                outer.classList.remove('hidden');
                header.textContent = words.search.failed;
            };
            document.head.append(script);
        });
        loading.then(show);
    };

    const open = (yes) => {
        wrapper.classList.toggle('hidden', !yes);
        toggle.setAttribute('aria-expanded', yes);
        if (!yes) return;
        load();
        scrollTo(0, 0);
        field.select();
        field.focus();
    };

    toggle.addEventListener('click', () => open(wrapper.classList.contains('hidden')));
    field.addEventListener('input', show);
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        list.querySelector('a')?.click();
    });
    wrapper.addEventListener('keydown', (event) => {
        const links = [...list.querySelectorAll('a')];
        const at = links.indexOf(document.activeElement);
        if (event.key === 'Escape') {
            open(false);
            toggle.focus();
        } else if (event.key === 'ArrowDown') {
            (links[at + 1] ?? links.at(-1))?.focus();
        } else if (event.key === 'ArrowUp') {
            (links[at - 1] ?? field).focus();
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    });
    const isTyping = (where) => where.closest('input:not([type="radio"], [type="checkbox"], [type="range"]), select, textarea');
    // On a Spanish keyboard the slash is typed with Shift.
    document.addEventListener('keydown', (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
        if (event.key === '/' || event.key === 's') {
            event.preventDefault();
            open(true);
        }
    });
})();
