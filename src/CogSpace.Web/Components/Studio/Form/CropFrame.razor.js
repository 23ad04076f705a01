// Moves the frame of a crop at once, and tells the page where it came to rest.
const keyStep = 0.02;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const percent = share => `${Math.round(1000 * share) / 10}%`;

export function attach(root, page, { width, height, mostZoom, words }) {
  const picture = root.querySelector('.picture');
  const frame = root.querySelector('.frame');
  const [xSlider, ySlider, zoomSlider] = ['x', 'y', 'zoom'].map(axis => root.querySelector(`[data-axis="${axis}"]`));
  const crop = { x: 0.5, y: 0.5, zoom: 1 };
  let shape = null;

  // The kept part as shares of the picture: what Crop.Of does in pixels.
  function kept() {
    const scale = Math.max(shape.width / width, shape.height / height) * crop.zoom;
    return { w: Math.min(shape.width / scale / width, 1), h: Math.min(shape.height / scale / height, 1) };
  }

  function draw() {
    const { w, h } = kept();
    const canMove = { x: w < 0.999, y: h < 0.999 };
    Object.assign(frame.style, { left: percent((1 - w) * crop.x), top: percent((1 - h) * crop.y), width: percent(w), height: percent(h) });
    frame.style.touchAction = canMove.x && canMove.y ? 'none' : canMove.x ? 'pan-y' : canMove.y ? 'pan-x' : 'auto';
    frame.style.cursor = canMove.x || canMove.y ? 'grab' : 'default';
    frame.toggleAttribute('data-moves', canMove.x || canMove.y);
    frame.hidden = false;
    for (const [slider, axis, from] of [[xSlider, 'x', 'left'], [ySlider, 'y', 'top']]) {
      slider.disabled = !canMove[axis];
      slider.value = 100 * crop[axis];
      slider.setAttribute('aria-valuetext', words[from].replace('{0}', Math.round(100 * crop[axis])));
    }
    zoomSlider.value = crop.zoom;
    zoomSlider.setAttribute('aria-valuetext', words.times.replace('{0}', crop.zoom.toFixed(1)));
    Object.assign(root.dataset, { x: crop.x.toFixed(4), y: crop.y.toFixed(4), zoom: crop.zoom.toFixed(4) });
  }

  function moveTo(x, y) {
    const { w, h } = kept();
    if (w < 0.999) crop.x = clamp(x, 0, 1);
    if (h < 0.999) crop.y = clamp(y, 0, 1);
    draw();
  }

  // Around the middle of the frame.
  function zoomTo(zoom) {
    const before = kept();
    const middle = { x: (1 - before.w) * crop.x + before.w / 2, y: (1 - before.h) * crop.y + before.h / 2 };
    crop.zoom = clamp(zoom, 1, mostZoom);
    const { w, h } = kept();
    crop.x = w < 0.999 ? clamp((middle.x - w / 2) / (1 - w), 0, 1) : 0.5;
    crop.y = h < 0.999 ? clamp((middle.y - h / 2) / (1 - h), 0, 1) : 0.5;
    draw();
  }

  const round = number => Math.round(number * 10000) / 10000;
  const tell = () => page.invokeMethodAsync('MovedAsync', round(crop.x), round(crop.y), round(crop.zoom)).catch(() => { });

  // One pointer moves the frame, two zoom it.
  const pointers = new Map();
  const spread = () => { const [a, b] = [...pointers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
  picture.addEventListener('pointerdown', event => {
    if (!shape || event.button > 0) return;
    const isInside = frame.contains(event.target);
    if (!isInside && event.pointerType === 'touch') return;       // so that the page can be scrolled
    if (!isInside) {
      const box = picture.getBoundingClientRect();
      const { w, h } = kept();
      moveTo(((event.clientX - box.left) / box.width - w / 2) / (1 - w), ((event.clientY - box.top) / box.height - h / 2) / (1 - h));
    }
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    picture.setPointerCapture(event.pointerId);
    root.dataset.moving = '';
    (xSlider.disabled ? ySlider : xSlider).focus({ preventScroll: true });
    event.preventDefault();
  });
  picture.addEventListener('pointermove', event => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const before = pointers.size === 2 ? spread() : 0;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 2) return zoomTo(crop.zoom * spread() / Math.max(before, 1));
    const { w, h } = kept();
    moveTo(
      crop.x + (event.clientX - last.x) / (picture.clientWidth * Math.max(1 - w, 0.001)),
      crop.y + (event.clientY - last.y) / (picture.clientHeight * Math.max(1 - h, 0.001)));
  });
  for (const name of ['pointerup', 'pointercancel']) {
    picture.addEventListener(name, event => {
      if (!pointers.delete(event.pointerId)) return;
      if (pointers.size === 0) delete root.dataset.moving;
      tell();
    });
  }

  let wheel = 0;
  picture.addEventListener('wheel', event => {
    const zoom = clamp(crop.zoom * Math.exp(-event.deltaY / 400), 1, mostZoom);
    if (!shape || zoom === crop.zoom) return;       // the page scrolls on
    event.preventDefault();
    zoomTo(zoom);
    clearTimeout(wheel);
    wheel = setTimeout(tell, 120);
  }, { passive: false });

  root.addEventListener('keydown', event => {
    if (!shape || event.target === zoomSlider || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = event.shiftKey ? 5 * keyStep : keyStep;
    const [x, y, zoom] = {
      ArrowLeft: [-step, 0, 0], ArrowRight: [step, 0, 0], ArrowUp: [0, -step, 0], ArrowDown: [0, step, 0], '+': [0, 0, 0.1], '-': [0, 0, -0.1],
    }[event.key] ?? [0, 0, 0];
    if (!x && !y && !zoom) return;
    event.preventDefault();
    if (zoom) zoomTo(crop.zoom + zoom);
    else moveTo(crop.x + x, crop.y + y);
    tell();
  });
  xSlider.addEventListener('input', () => { moveTo(xSlider.value / 100, crop.y); tell(); });
  ySlider.addEventListener('input', () => { moveTo(crop.x, ySlider.value / 100); tell(); });
  zoomSlider.addEventListener('input', () => zoomTo(Number(zoomSlider.value)));
  zoomSlider.addEventListener('change', tell);
  root.querySelector('[data-act="centre"]').addEventListener('click', () => {
    Object.assign(crop, { x: 0.5, y: 0.5, zoom: 1 });
    draw();
    tell();
  });

  const shown = picture.querySelector('img, video');
  shown.addEventListener('error', () => { root.dataset.unseen = ''; });
  if (shown.complete && shown.naturalWidth === 0) root.dataset.unseen = '';

  return {
    show(shapeWidth, shapeHeight, x, y, zoom) {
      shape = { width: shapeWidth, height: shapeHeight };
      Object.assign(crop, { x, y, zoom });
      draw();
    },
  };
}
