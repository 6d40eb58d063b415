// A quiz: each reason moves beside its answer, and shows when the reader has chosen. A click, a tap, Enter or Space is an
// answer. The arrow keys only walk through the options, and a button says how to go on.
(() => {
    'use strict';

    const { kept, words } = window.enchufe;

    const begin = (quiz) => {
        const id = quiz.dataset.quiz;
        const inputs = [...quiz.querySelectorAll('input')];
        const again = document.createElement('button');
        again.type = 'button';
        again.className = 'again';
        again.textContent = words.again;
        again.hidden = true;
        const check = document.createElement('button');
        check.type = 'button';
        check.className = 'check';
        check.textContent = words.check;
        check.hidden = true;
        // Heard when it changes: the reason of the answer that was chosen.
        const heard = document.createElement('p');
        heard.className = 'only-heard';
        heard.setAttribute('role', 'status');
        const reasons = inputs.map((input) => {
            const item = quiz.querySelector(`li[data-answer="${input.value}"]`);
            const reason = document.createElement('p');
            reason.className = 'reason';
            reason.hidden = true;
            reason.append(...item.querySelector('.why').childNodes);
            reason.dataset.right = item.hasAttribute('data-right');
            input.closest('label').after(reason);
            return reason;
        });
        quiz.querySelector('.reasons').remove();
        quiz.querySelector('fieldset').append(check, again, heard);

        const answer = (chosen) => {
            inputs.forEach((input, at) => {
                const label = input.closest('label');
                const right = reasons[at].dataset.right === 'true';
                label.classList.toggle('is-right', chosen !== null && right);
                label.classList.toggle('is-wrong', input === chosen && !right);
                reasons[at].hidden = chosen === null;
            });
            again.hidden = chosen === null;
            check.hidden = true;
        };
        inputs.forEach((input, at) => {
            // Not `change`: an option that was walked to is chosen already.
            input.addEventListener('click', () => {
                answer(input);
                heard.textContent = reasons[at].textContent;
                kept.set('answers', { ...kept.get('answers'), [id]: input.value });
            });
            input.addEventListener('keydown', (event) => {
                if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
                const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
                const answers = event.key === 'Enter' || event.key === ' ';
                if (!step && !answers) return;
                // The browser's own step is a click, and its Space is none where the option is chosen already.
                event.preventDefault();
                if (answers) {
                    input.click();
                    return;
                }
                const next = inputs[(at + step + inputs.length) % inputs.length];
                next.checked = true;
                next.focus();
                check.hidden = false;
            });
        });
        check.addEventListener('click', () => {
            const chosen = inputs.find((input) => input.checked);
            chosen.focus();
            chosen.click();
        });
        const clear = () => {
            for (const input of inputs) input.checked = false;
            heard.textContent = '';
            answer(null);
        };
        again.addEventListener('click', () => {
            clear();
            const { [id]: _, ...others } = kept.get('answers');
            kept.set('answers', others);
            inputs[0].focus();
        });
        document.addEventListener('enchufe-forgotten', clear);
        const before = inputs.find((input) => input.value === kept.get('answers')[id]);
        if (before) {
            before.checked = true;
            answer(before);
        }
    };
    for (const quiz of document.querySelectorAll('.quiz')) begin(quiz);
})();
