/** Opens a dialog over the page while it is there, and gives the focus back to where it was. To be attached to it. */
export function modal(dialog: HTMLDialogElement): () => void {
  const giveBack = returnFocus();
  dialog.showModal();
  return () => {
    dialog.close();
    giveBack();
  };
}

/** While a panel is there: when it goes with the focus, the focus is where it was before the panel came. To be attached to it. */
export function returnFocus(): () => void {
  const before = document.activeElement;
  return () => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
  };
}
