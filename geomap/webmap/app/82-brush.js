// The brush over the timeline: two handles that a pointer drags and the arrow keys move.
const DRAG_FROM = 5; // pixels; less is a click

function makeHandle(side) {
  const node = el('span', { class: `handle ${side}`, role: 'slider', tabindex: '0', 'aria-label': word(side === 'from' ? 'first_day' : 'last_day'), 'aria-valuemin': '0', 'aria-valuemax': time.keys.length - 1 });
  node.addEventListener('keydown', (event) => moveHandle(event, side));
  return node;
}

function rangeIndex() {
  const last = time.keys.length - 1;
  if (!hidden.range) return [0, last];
  const inside = time.keys.map((key, i) => (key >= hidden.range[0] && key <= hidden.range[1] ? i : -1)).filter((i) => i >= 0);
  return inside.length ? [inside[0], inside[inside.length - 1]] : [0, last];
}

function setRange(from, to) {
  const last = time.keys.length - 1;
  const [a, b] = [Math.max(0, Math.min(from, to)), Math.min(last, Math.max(from, to))];
  const wanted = a === 0 && b === last ? null : [time.keys[a], time.keys[b]];
  if (String(wanted) === String(hidden.range)) return;
  hidden.range = wanted;
  time.onchange();
}

function moveHandle(event, side) {
  const leap = Math.max(1, Math.round(time.keys.length / 10));
  const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -leap, PageUp: leap, Home: -1e6, End: 1e6 }[event.key];
  if (!step) return;
  event.preventDefault();
  const [from, to] = rangeIndex();
  if (side === 'from') setRange(Math.min(from + step, to), to);
  else setRange(from, Math.max(to + step, from));
}

function binAt(x) {
  const centre = (node) => { const box = node.getBoundingClientRect(); return Math.abs(box.left + box.width / 2 - x); };
  let best = 0;
  time.nodes.forEach((node, i) => { if (centre(node) < centre(time.nodes[best])) best = i; });
  return best;
}

function brushWith(track) {
  let drag = null;
  track.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const side = event.target.closest('.handle') && (event.target.closest('.handle').classList.contains('from') ? 'from' : 'to');
    drag = { x: event.clientX, side, start: side ? rangeIndex()[side === 'from' ? 1 : 0] : binAt(event.clientX), moved: false };
  });
  track.addEventListener('pointermove', (event) => {
    if (!drag || (!drag.moved && Math.abs(event.clientX - drag.x) < DRAG_FROM)) return;
    if (!drag.moved) track.setPointerCapture(event.pointerId);
    drag.moved = true;
    setRange(drag.start, binAt(event.clientX));
  });
  track.addEventListener('pointerup', () => { drag = drag && drag.moved ? { done: true } : null; });
  track.addEventListener('pointercancel', () => { drag = null; });
  // A drag ends in a click, which must not press the bar below it.
  track.addEventListener('click', (event) => {
    if (drag && drag.done) { event.stopPropagation(); event.preventDefault(); }
    drag = null;
  }, true);
}

function tellHandles() {
  const ends = rangeIndex();
  time.handles.forEach((node, i) => put(node, { 'aria-valuenow': ends[i], 'aria-valuetext': formatBin(time.keys[ends[i]]) }, []));
}

function placeBrush() {
  if (!time.handles.length) return;
  const [from, to] = rangeIndex();
  const [first, last] = [time.nodes[from], time.nodes[to]];
  const [left, right] = [first.offsetLeft, last.offsetLeft + last.offsetWidth];
  time.brush.hidden = !hidden.range;
  Object.assign(time.brush.style, { left: `${left}px`, width: `${right - left}px` });
  time.handles.forEach((node, i) => { node.style.left = `${i ? right : left}px`; });
}
