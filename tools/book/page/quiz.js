// A quiz: each reason moves beside its answer, and shows when the reader has chosen.
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
        quiz.querySelector('fieldset').append(again, heard);

        const answer = (chosen) => {
            inputs.forEach((input, at) => {
                const label = input.closest('label');
                const right = reasons[at].dataset.right === 'true';
                label.classList.toggle('is-right', chosen !== null && right);
                label.classList.toggle('is-wrong', input === chosen && !right);
                reasons[at].hidden = chosen === null;
            });
            again.hidden = chosen === null;
        };
        for (const input of inputs) {
            input.addEventListener('change', () => {
                answer(input);
                heard.textContent = reasons[inputs.indexOf(input)].textContent;
                kept.set('answers', { ...kept.get('answers'), [id]: input.value });
            });
        }
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
