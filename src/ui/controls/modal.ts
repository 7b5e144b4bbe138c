/** An attachment for a dialog: shows it as a modal dialog and, when it is removed, restores the focus of before. */
export function modal(dialog: HTMLDialogElement): () => void {
  const giveBack = returnFocus();
  dialog.showModal();
  return () => {
    dialog.close();
    giveBack();
  };
}

const REACHED_BY_TAB = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/** An attachment for a box of a dialog: the Tab key stops at it while it scrolls and nothing in it can have the focus. */
export function scrollsByKeys(box: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    const scrolls = box.scrollHeight > box.clientHeight + 1;
    if (scrolls && box.querySelector(REACHED_BY_TAB) === null) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  });
  observer.observe(box);
  return () => observer.disconnect();
}

/** An attachment for a panel: when the panel is removed with the focus inside, restores the focus of before. */
export function returnFocus(): () => void {
  const before = document.activeElement;
  return () => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
  };
}
