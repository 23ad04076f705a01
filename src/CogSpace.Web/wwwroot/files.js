// Tells of files that are chosen in an input or dropped anywhere on the page.
// isOpen: whether dropped files are taken just now; take: gets the files, at least one; signal: ends it.
export function listen(root, input, { isOpen, take, signal }) {
  const on = (target, name, act) => target.addEventListener(name, act, { signal });

  function choose() {
    const files = [...input.files];
    input.value = '';       // so that the same file can be chosen again
    if (files.length) take(files);
  }

  on(input, 'change', choose);
  on(document, 'dragover', event => {
    if (!isOpen() || ![...event.dataTransfer?.types ?? []].includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    root.dataset.over = '';
  });
  on(document, 'dragleave', event => {
    if (!event.relatedTarget) delete root.dataset.over;
  });
  on(document, 'drop', event => {
    delete root.dataset.over;
    if (!isOpen() || ![...event.dataTransfer?.types ?? []].includes('Files')) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length) take(files);
  });

  choose();       // what was chosen before we listened
}

// Calls a method of the component; it may be gone by now.
export const caller = page => (method, ...words) => page.invokeMethodAsync(method, ...words).catch(() => { });
