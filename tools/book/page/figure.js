// A figure step by step: a slider and two buttons show the conversation up to one event, which is told in words. Without
// this script all of it is there.
(() => {
    'use strict';

    const begin = (figure) => {
        const rows = [...figure.querySelectorAll('svg [data-row]')];
        const told = [...figure.querySelectorAll('details li')];
        if (rows.length < 2 || rows.length !== told.length) return;
        const { previous, next, step } = figure.dataset;

        const button = (sign, label, way) => {
            const made = document.createElement('button');
            made.type = 'button';
            made.textContent = sign;
            made.setAttribute('aria-label', label);
            made.addEventListener('click', () => {
                if (made.getAttribute('aria-disabled') !== 'true') show(Number(slider.value) + way);
            });
            return made;
        };
        const slider = document.createElement('input');
        slider.type = 'range';
        slider.min = 1;
        slider.max = rows.length;
        slider.value = rows.length;
        slider.setAttribute('aria-label', step);
        slider.addEventListener('input', () => show(Number(slider.value)));
        const back = button('‹', previous, -1);
        const on = button('›', next, 1);

        const said = document.createElement('p');
        said.className = 'step';
        said.setAttribute('role', 'status');

        const show = (wanted) => {
            const now = Math.min(Math.max(wanted, 1), rows.length);
            slider.value = now;
            slider.setAttribute('aria-valuetext', `${now} / ${rows.length}`);
            // Not `disabled`: a button that is would lose the focus.
            back.setAttribute('aria-disabled', now === 1);
            on.setAttribute('aria-disabled', now === rows.length);
            rows.forEach((row, at) => row.classList.toggle('later', at >= now));
            told.forEach((item, at) => item.classList.toggle('now', at === now - 1));
            said.replaceChildren(`${now}. `, ...[...told[now - 1].childNodes].map((node) => node.cloneNode(true)));
        };
        slider.setAttribute('aria-valuetext', `${rows.length} / ${rows.length}`);
        on.setAttribute('aria-disabled', true);

        const scrubber = document.createElement('div');
        scrubber.className = 'scrubber';
        scrubber.append(back, slider, on);
        figure.querySelector('svg').after(scrubber, said);
    };

    document.querySelectorAll('figure.figure').forEach(begin);
})();
