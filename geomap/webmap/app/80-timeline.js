// The dates as they are known: a bar per day (or month, or year), unknown ones apart, and a
// brush over the bars. Few dates stand side by side with the gaps told; many on one true scale.
const FEW_BINS = 12;
const FEW_WIDTH = 72; // pixels that a date with its name needs
const MOST_DAYS = 400; // days that still have a bar each
const MOST_BLOCKS = 14;
const BAR_HEIGHT = 34;
const DRAG_FROM = 5; // pixels; less is a click
const DAY_MS = 86400000;
const PRECISION_LENGTH = { month: 7, season: 7, year: 4 };
let binLength = 10; // characters of the ISO date that tell two bins apart
const time = { bins: new Map(), keys: [], nodes: [], isFew: null, onchange: null, track: null, brush: null, handles: [] };

function dateKey(row) {
  if (!row.date_start) return '';
  const length = own(PRECISION_LENGTH, row.date_precision) || 10;
  return row.date_start.slice(0, Math.min(length, binLength));
}

function binsOf(length) {
  binLength = length;
  const bins = new Map();
  for (const incident of INCIDENTS.values()) {
    const key = dateKey(incident.first);
    if (!bins.has(key)) bins.set(key, []);
    bins.get(key).push(incident);
  }
  return bins;
}

function firstDay(key) {
  return key.length === 4 ? `${key}-01-01` : key.length === 7 ? `${key}-01` : key;
}

// Days since 1970: the first of a bin, and the first after it.
function dayNumber(key) {
  return Date.parse(`${firstDay(key)}T00:00:00Z`) / DAY_MS;
}

function dayAfter(key) {
  const moment = new Date(`${firstDay(key)}T00:00:00Z`);
  if (key.length === 4) moment.setUTCFullYear(moment.getUTCFullYear() + 1);
  else if (key.length === 7) moment.setUTCMonth(moment.getUTCMonth() + 1);
  else moment.setUTCDate(moment.getUTCDate() + 1);
  return moment.getTime() / DAY_MS;
}

function findBins() {
  for (const length of [10, 7, 4]) {
    const bins = binsOf(length);
    const keys = [...bins.keys()].filter(Boolean).sort();
    const span = keys.length ? dayAfter(keys[keys.length - 1]) - dayNumber(keys[0]) : 0;
    if (keys.length <= FEW_BINS || span <= MOST_DAYS * { 10: 1, 7: 30, 4: 365 }[length] || length === 4) return { bins, keys };
  }
  return { bins: new Map(), keys: [] };
}

function gapWords(days) {
  if (days > 700) return countWords('years_gap', Math.round(days / 365.25));
  if (days > 75) return countWords('months_gap', Math.round(days / 30.4));
  return countWords('days_gap', days);
}

function gapNode(before, after) {
  const days = dayNumber(after) - dayNumber(before);
  const one = { 4: 366, 7: 31 }[Math.min(before.length, after.length)] || 1;
  const wide = days > one ? gapWords(days) : '';
  return el('span', { class: `gap${wide ? '' : ' next'}`, 'aria-hidden': 'true' }, wide ? el('span', { text: wide }) : null);
}

function barOf(incidents, most) {
  const bar = el('span', { class: 'bar' });
  bar.style.height = `${Math.max(4, Math.round((BAR_HEIGHT * incidents.length) / most))}px`;
  for (const group of Object.keys(DATA.groups)) {
    const n = incidents.filter(({ first }) => groupOf(first) === group).length;
    if (!n) continue;
    const part = el('i', { class: `g-${group}` });
    part.style.flexGrow = String(n);
    bar.append(part);
  }
  return bar;
}

// A block per incident; where there are too many to count by eye, a bar by groups.
function blocksOf(incidents, most) {
  if (most > MOST_BLOCKS) return el('span', { class: 'blocks' }, barOf(incidents, most));
  return el('span', { class: 'blocks' }, ...incidents.map(({ first }) => (
    el('i', { class: `block g-${groupOf(first)}${isHollow(first) ? ' hollow' : ''}` }))));
}

function formatBin(key) {
  const options = { 4: { year: 'numeric' }, 7: { month: 'short', year: 'numeric' } }[key.length] || DAY;
  return formatDay(firstDay(key), options);
}

function toggleBin(key) {
  if (!key) hidden.undated = !hidden.undated;
  else hidden.range = isRange(key, key) ? null : [key, key];
  time.onchange();
}

function isRange(from, to) {
  return Boolean(hidden.range) && hidden.range[0] === from && hidden.range[1] === to;
}

function binNode(key, most) {
  const incidents = time.bins.get(key);
  const label = key ? formatBin(key) : word('no_date');
  const told = `${label}: ${countWords('count_incidents', incidents.length)}`;
  const isNamed = time.isFew || !key;
  return el('button', {
    type: 'button', class: `bin${key ? '' : ' undated'}`, 'aria-pressed': 'false', 'data-date': key,
    'aria-label': told, title: isNamed ? null : told, tabindex: isNamed ? null : -1, onclick: () => toggleBin(key),
  }, ...(isNamed ? [el('span', { class: 'bin-count', text: formatNumber(incidents.length) }), blocksOf(incidents, key ? most : incidents.length),
    el('span', { class: 'bin-date', text: label })] : [barOf(incidents, most)]));
}

// On a true scale: where a bar stands, in per cent of the span.
function placeBar(node, key, first, span) {
  node.style.left = `${(100 * (dayNumber(key) - first)) / span}%`;
  node.style.width = `${(100 * (dayAfter(key) - dayNumber(key))) / span}%`;
  return node;
}

const TICKS = [['month', 1], ['month', 3], ['year', 1], ['year', 5], ['year', 25]];

function tickDays(first, last, most) {
  if (last - first <= 45) {
    const step = Math.max(1, Math.ceil((last - first) / most));
    return Array.from({ length: Math.floor((last - first - 1) / step) + 1 }, (_, i) => first + i * step);
  }
  let days = [];
  for (const [unit, step] of TICKS) {
    days = [];
    const moment = new Date(first * DAY_MS);
    moment.setUTCDate(1);
    if (unit === 'year') moment.setUTCMonth(0);
    for (let at = moment.getTime() / DAY_MS; at < last; at = moment.getTime() / DAY_MS) {
      const count = unit === 'year' ? moment.getUTCFullYear() : moment.getUTCMonth();
      if (at >= first && count % step === 0) days.push(at);
      if (unit === 'year') moment.setUTCFullYear(moment.getUTCFullYear() + 1);
      else moment.setUTCMonth(moment.getUTCMonth() + 1);
    }
    if (days.length <= most) break;
  }
  return days;
}

function tickNode(day, first, span) {
  const options = span <= 45 ? { day: 'numeric', month: 'short' } : span <= 3000 ? { month: 'short', year: 'numeric' } : { year: 'numeric' };
  const node = el('span', { class: 'tick', text: formatDay(new Date(day * DAY_MS).toISOString().slice(0, 10), options) });
  node.style.left = `${(100 * (day - first)) / span}%`;
  return node;
}

function makeAxis(track) {
  const first = Math.min(...time.keys.map(dayNumber));
  const last = Math.max(...time.keys.map(dayAfter));
  const most = Math.max(...time.keys.map((key) => time.bins.get(key).length));
  const bars = el('div', { class: 'bars' });
  // What is known to the month only stands behind the days, as wide as the month.
  for (const key of [...time.keys].sort((a, b) => a.length - b.length)) bars.append(placeBar(binNode(key, most), key, first, last - first));
  const ticks = tickDays(first, last, Math.max(2, Math.floor(track.clientWidth / 90)));
  track.append(bars, el('div', { class: 'ticks', 'aria-hidden': 'true' }, ...ticks.map((day) => tickNode(day, first, last - first))));
}

function makeRow(track) {
  const most = Math.max(1, ...time.keys.map((key) => time.bins.get(key).length));
  time.keys.forEach((key, i) => {
    if (i) track.append(gapNode(time.keys[i - 1], key));
    track.append(binNode(key, most));
  });
}

// The brush: two handles that a pointer drags and the arrow keys move.
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
    if (event.button !== 0 || time.keys.length < 2) return;
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

function drawTimeline() {
  const box = $('gm-time');
  const room = box.clientWidth - (time.bins.has('') ? 120 : 0);
  const isFew = time.keys.length <= FEW_BINS && time.keys.length * FEW_WIDTH <= room;
  if (isFew === time.isFew) return;
  time.isFew = isFew;
  const track = el('div', { class: `track ${isFew ? 'few' : 'dense'}`, role: 'group', 'aria-label': word('timeline') });
  const undated = time.bins.has('') ? binNode('', 1) : null;
  box.replaceChildren(track, ...(undated ? [undated] : []));
  if (!time.keys.length) track.hidden = true;
  else if (isFew) makeRow(track);
  else makeAxis(track);
  time.nodes = time.keys.map((key) => track.querySelector(`[data-date="${key}"]`));
  time.brush = el('span', { class: 'brush', 'aria-hidden': 'true' });
  time.handles = time.keys.length > 1 ? ['from', 'to'].map(makeHandle) : [];
  (track.querySelector('.bars') || track).append(time.brush, ...time.handles);
  if (time.handles.length) brushWith(track);
}

function makeTimeline(onchange) {
  const box = $('gm-time');
  Object.assign(time, findBins(), { onchange });
  if (!time.bins.size) {
    box.parentElement.hidden = true;
    return;
  }
  drawTimeline();
  new ResizeObserver(() => { drawTimeline(); refreshTimeline(); }).observe(box);
}

function placeBrush([from, to]) {
  const [first, last] = [time.nodes[from], time.nodes[to]];
  const [left, right] = [first.offsetLeft, last.offsetLeft + last.offsetWidth];
  time.brush.hidden = !hidden.range;
  Object.assign(time.brush.style, { left: `${left}px`, width: `${right - left}px` });
  time.handles.forEach((node, i) => {
    node.style.left = `${i ? right : left}px`;
    put(node, { 'aria-valuenow': i ? to : from, 'aria-valuetext': formatBin(time.keys[i ? to : from]) }, []);
  });
}

function refreshTimeline() {
  const isAny = Boolean(hidden.range) || hidden.undated;
  for (const node of $('gm-time').querySelectorAll('.bin')) {
    const on = passesDay(node.dataset.date) && isAny;
    node.setAttribute('aria-pressed', String(on));
    node.classList.toggle('dimmed', isAny && !on);
  }
  if (time.handles.length) placeBrush(rangeIndex());
}
