/** An attachment for a dialog: shows it as a modal dialog and, when it is removed, restores the focus of before. */
export function modal(dialog: HTMLDialogElement): () => void {
  const giveBack = returnFocus();
  dialog.showModal();
  return () => {
    dialog.close();
    giveBack();
  };
}

/** An attachment for a panel: when the panel is removed with the focus inside, restores the focus of before. */
export function returnFocus(): () => void {
  const before = document.activeElement;
  return () => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
  };
}
