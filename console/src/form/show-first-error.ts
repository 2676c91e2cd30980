/**
 * Takes whoever sent a form to the first field that something is wrong with, once it says so: it is named with its error
 * then, to everybody.
 */
export function showFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const wrong = form.querySelector<HTMLElement>(
      '[aria-invalid=true], fieldset:has(> .error) input:checked',
    );
    wrong?.focus();
  });
}
