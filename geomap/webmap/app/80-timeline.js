// The dates as they are known: a bar per day (or month, or year), unknown ones apart, and a
// brush over the bars. Few dates stand side by side with the gaps told; many on one true scale.
const FEW_BINS = 12;
const FEW_LETTER = 7; // pixels that a letter of a date's name needs
const FEW_GAP = 20; // and what each needs beside it
const UNDATED = 136; // pixels that what has no date needs, with its distance
const BLOCK = 12; // pixels that a block needs
const TICK_LETTER = 6;
const MOST_DAYS = 180; // days that still have a bar each
const MOST_BLOCKS = 14;
const BAR_HEIGHT = 34;
const DAY_MS = 86400000;
const PRECISION_LENGTH = new Map([['month', 7], ['season', 7], ['year', 4]]);
let binLength = 10; // characters of the ISO date that tell two bins apart
const time = { bins: new Map(), keys: [], nodes: [], form: null, isFew: false, hasBlocks: false, onchange: null, brush: null, handles: [] };

function dateKey(row) {
  if (!row.date_start) return '';
  const length = PRECISION_LENGTH.get(row.date_precision) || 10;
  return row.date_start.slice(0, Math.min(length, binLength));
}

function binsOf(length) {
  binLength = length;
  const bins = new Map();
  for (const incident of INCIDENTS.values()) {
    const key = dateKey(incident.first);
    if (bins.has(key)) bins.get(key).push(incident);
    else bins.set(key, [incident]);
  }
  return bins;
}

function firstDay(key) {
  return key.length === 4 ? `${key}-01-01` : key.length === 7 ? `${key}-01` : key;
}

// Days since 1970: the first of a bin, and the first after it.
function dayNumber(key) {
  return toMoment(firstDay(key)).getTime() / DAY_MS;
}

function dayAfter(key) {
  const moment = toMoment(firstDay(key));
  if (key.length === 4) moment.setUTCFullYear(moment.getUTCFullYear() + 1);
  else if (key.length === 7) moment.setUTCMonth(moment.getUTCMonth() + 1);
  else moment.setUTCDate(moment.getUTCDate() + 1);
  return moment.getTime() / DAY_MS;
}

function findBins() {
  let found = null;
  for (const [length, most] of [[10, MOST_DAYS], [7, MOST_DAYS * 30], [4, Infinity]]) {
    const bins = binsOf(length);
    const keys = [...bins.keys()].filter(Boolean).sort();
    const span = keys.length ? dayAfter(keys[keys.length - 1]) - dayNumber(keys[0]) : 0;
    found = { bins, keys };
    if (keys.length <= FEW_BINS || span <= most) break;
  }
  return found;
}

function gapWords(days) {
  if (days > 700) return countWords('years_gap', Math.round(days / 365.25));
  if (days > 75) return countWords('months_gap', Math.round(days / 30.4));
  return countWords('days_gap', days);
}

// The time between a date and the one before it, in words; none between neighbours.
function gapBefore(i) {
  const [before, after] = [time.keys[i - 1], time.keys[i]];
  const days = dayNumber(after) - dayNumber(before);
  const one = { 4: 366, 7: 31 }[Math.min(before.length, after.length)] || 1;
  return days > one ? gapWords(days) : '';
}

function gapNode(i) {
  const wide = gapBefore(i);
  return el('span', { class: `gap${wide ? '' : ' next'}`, 'aria-hidden': 'true' }, wide ? el('span', { text: wide }) : null);
}

function barOf(incidents, most) {
  const bar = el('span', { class: 'bar' });
  bar.style.height = `${Math.max(4, Math.round((BAR_HEIGHT * incidents.length) / most))}px`;
  for (const [group, n] of groupCounts(incidents.map(({ first }) => first))) {
    const part = el('i', { class: `g-${group}` });
    part.style.flexGrow = String(n);
    bar.append(part);
  }
  return bar;
}

// A block per incident; where there are too many to count by eye, a bar by groups.
function blocksOf(incidents, most, hasBlocks) {
  if (!hasBlocks) return el('span', { class: 'blocks' }, barOf(incidents, most));
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

function binLabel(key) {
  return key ? formatBin(key) : word('no_date');
}

function binNode(key, most) {
  const incidents = time.bins.get(key);
  const isNamed = time.isFew || !key;
  const parts = isNamed
    ? [el('span', { class: 'bin-count' }), blocksOf(incidents, most, key ? time.hasBlocks : most <= MOST_BLOCKS), el('span', { class: 'bin-date', text: binLabel(key) })]
    : [barOf(incidents, most)];
  return el('button', { type: 'button', class: `bin${key ? '' : ' undated'}`, 'data-date': key, tabindex: isNamed ? null : -1, onclick: () => toggleBin(key) }, ...parts);
}

// A bar tells of its day what the other filters leave.
function countBin(node) {
  const left = time.bins.get(node.dataset.date).map((incident) => isAnyShown(incident, 'date'));
  const n = left.filter(Boolean).length;
  const told = `${binLabel(node.dataset.date)}: ${countWords('count_incidents', n)}`;
  const [count, bar] = [node.querySelector('.bin-count'), node.querySelector('.bar')];
  put(node, { 'aria-label': told, title: count ? null : told }, []);
  if (count) count.textContent = formatNumber(n);
  if (bar) bar.style.scale = `1 ${n / left.length}`;
  node.querySelectorAll('.block').forEach((block, i) => block.classList.toggle('out', !left[i]));
}

// On a true scale: where a bar stands, in per cent of the span.
function placeBar(node, key, first, span) {
  node.style.left = `${(100 * (dayNumber(key) - first)) / span}%`;
  node.style.width = `${(100 * (dayAfter(key) - dayNumber(key))) / span}%`;
  return node;
}

const TICKS = [['month', 1], ['month', 3], ['month', 6], ['year', 1], ['year', 5], ['year', 25]];

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

function tickWords(day, span) {
  const options = span <= 45 ? { day: 'numeric', month: 'short' } : span <= 3000 ? { month: 'short', year: 'numeric' } : { year: 'numeric' };
  const parts = dayFormat(options).formatToParts(new Date(day * DAY_MS));
  if (parts[parts.length - 1].type === 'literal') parts.pop(); // "р." after a year says nothing here
  return parts.map(({ value }) => value).join('');
}

// As many ticks as have room for their names, which other languages have longer.
function ticksOf(first, last, room) {
  const span = last - first;
  const width = (day) => tickWords(day, span).length * TICK_LETTER + 10;
  const days = tickDays(first, last, Math.max(2, Math.floor(room / width(first))));
  const nodes = [];
  let free = 0; // where the last name ends
  for (const day of days) {
    const at = ((day - first) / span) * room;
    if (nodes.length && (at < free || at + width(day) > room)) continue;
    free = at + width(day);
    nodes.push(el('span', { class: 'tick', text: tickWords(day, span) }));
    nodes[nodes.length - 1].style.left = `${(100 * (day - first)) / span}%`;
  }
  return nodes;
}

function daysShown() {
  return [Math.min(...time.keys.map(dayNumber)), Math.max(...time.keys.map(dayAfter))];
}

function placeTicks() {
  const ticks = $('gm-time').querySelector('.ticks');
  if (ticks) ticks.replaceChildren(...ticksOf(...daysShown(), ticks.clientWidth));
}

function makeAxis(track) {
  const [first, last] = daysShown();
  const most = Math.max(...time.keys.map((key) => time.bins.get(key).length));
  const bars = el('div', { class: 'bars' });
  // What is known to the month only stands behind the days, as wide as the month.
  for (const key of [...time.keys].sort((a, b) => a.length - b.length)) bars.append(placeBar(binNode(key, most), key, first, last - first));
  track.append(bars, el('div', { class: 'ticks', 'aria-hidden': 'true' }));
  placeTicks();
}

function makeRow(track) {
  const most = Math.max(...time.keys.map((key) => time.bins.get(key).length));
  time.keys.forEach((key, i) => {
    if (i) track.append(gapNode(i));
    track.append(binNode(key, most));
  });
}

// What the dates need side by side: their names, perhaps their blocks and the words of the gaps.
function widthOfRow({ blocks, gaps }) {
  return time.keys.reduce((sum, key, i) => {
    const block = blocks ? time.bins.get(key).length * BLOCK : 0;
    const gap = i && gaps ? gapBefore(i).length * FEW_LETTER : 0;
    return sum + Math.max(binLabel(key).length * FEW_LETTER, block) + gap + FEW_GAP;
  }, 0);
}

// Returns whether there is anything new: the same form stays as it is.
function drawTimeline() {
  const box = $('gm-time');
  const room = box.clientWidth - (time.bins.has('') ? UNDATED : 0);
  const isFew = time.keys.length <= FEW_BINS && widthOfRow({}) <= room;
  const most = Math.max(0, ...time.keys.map((key) => time.bins.get(key).length));
  // On the scale there are neither blocks nor gaps, whatever the room.
  const hasBlocks = isFew && most <= MOST_BLOCKS && widthOfRow({ blocks: true }) <= room;
  const isTight = isFew && widthOfRow({ blocks: hasBlocks, gaps: true }) > room;
  const form = [isFew, hasBlocks, isTight].join();
  if (form === time.form) return false;
  Object.assign(time, { form, isFew, hasBlocks });
  const track = el('div', { class: `track ${isFew ? 'few' : 'dense'}${isTight ? ' tight' : ''}`, role: 'group', 'aria-label': word('timeline') });
  const undated = time.bins.has('') ? [binNode('', time.bins.get('').length)] : [];
  box.replaceChildren(track, ...undated);
  if (!time.keys.length) track.hidden = true;
  else if (isFew) makeRow(track);
  else makeAxis(track);
  time.nodes = time.keys.map((key) => track.querySelector(`[data-date="${key}"]`));
  time.brush = el('span', { class: 'brush', 'aria-hidden': 'true' });
  time.handles = time.keys.length > 1 ? ['from', 'to'].map(makeHandle) : [];
  (track.querySelector('.bars') || track).append(time.brush, ...time.handles);
  if (time.handles.length) brushWith(track);
  return true;
}

// What the bars tell does not change with the room they have; where the brush ends does.
function resizeTimeline() {
  if (drawTimeline()) {
    refreshTimeline();
  } else {
    placeTicks();
    placeBrush();
  }
}

function makeTimeline(onchange) {
  const box = $('gm-time');
  Object.assign(time, findBins(), { onchange });
  if (!time.bins.size) {
    box.parentElement.hidden = true;
    return;
  }
  drawTimeline();
  new ResizeObserver(resizeTimeline).observe(box);
}

function refreshTimeline() {
  for (const node of $('gm-time').querySelectorAll('.bin')) {
    const on = passesDay(node.dataset.date);
    node.setAttribute('aria-pressed', String(on));
    node.classList.toggle('dimmed', asksDays() && !on);
    countBin(node);
  }
  tellHandles();
  requestAnimationFrame(placeBrush); // which measures: once all else has changed
}
