// The article beside the map: its words lead to marks, and marks lead back to the words.
const pieces = new Map(); // article id -> [{offset, node}] in order

function collectPieces() {
  for (const article of document.querySelectorAll('article[data-article]')) {
    const nodes = [...article.querySelectorAll('[data-o]')];
    pieces.set(article.dataset.article, nodes.map((node) => ({ offset: Number(node.dataset.o), node })));
  }
}

function rowsOfWords(article, node) {
  const offset = Number(node.dataset.o);
  const here = ROWS.filter((row) => row.article_id === article && row.mention_start === offset);
  if (here.length || !node.dataset.p) return here;
  return ROWS.filter((row) => row.article_id === article && row.place_id === node.dataset.p);
}

// What the marks in the text say, in the order a sentence has them.
function textKey() {
  const parts = [['mn hot', 'text_place'], ['mn', 'text_name'], ['tr', 'text_event']];
  if (document.querySelector('article .so')) parts.push(['quoted so', 'text_source']);
  return el('p', { class: 'key' }, ...parts.map(([names, key]) => el('span', {}, el('span', { class: names, text: word(key) }))));
}

function makeReading(select) {
  collectPieces();
  if (pieces.size) $('gm-text').prepend(textKey());
  for (const [article, list] of pieces) {
    for (const { node } of list) {
      if (!node.classList.contains('mn')) continue;
      const rows = rowsOfWords(article, node);
      const best = rows.find((row) => row.at && row.feature_kind !== MENTION) || rows.find((row) => row.at) || rows[0];
      if (!best) continue;
      node.classList.add('hot', `g-${best.feature_kind === MENTION ? 'mention' : groupOf(best)}`);
      put(node, { role: 'button', tabindex: '0', 'data-row': best.index, onclick: () => select(best) }, []);
      node.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        select(best);
      });
    }
  }
}

// The incidents whose sentence holds these words.
function rowsQuoting(article, offset) {
  return ROWS.filter((row) => row.article_id === article && row.incident && row.quote_start <= offset && offset < row.quote_end && passes(row));
}

function rowsAtPiece(node) {
  if (node.dataset.row) return [ROWS[Number(node.dataset.row)]];
  return rowsQuoting(node.closest('article').dataset.article, Number(node.dataset.o));
}

// Resting on a mark, a line of the table or a sentence shows what belongs together.
function preview(rows) {
  for (const node of document.querySelectorAll('.seen')) node.classList.remove('seen');
  for (const node of document.querySelectorAll('.mark.near')) node.classList.remove('near');
  for (const row of rows) {
    piecesBetween(row, row.quote_start, row.quote_end).forEach((node) => node.classList.add('seen'));
    const mark = marks.get(row.index);
    if (mark && mark.getElement()) mark.getElement().classList.add('near');
  }
}

function rowsUnder(target) {
  const node = target.closest('.mark[data-row], [data-o], tr[data-incident]');
  if (!node) return [];
  if (node.dataset.o) return rowsAtPiece(node);
  return node.dataset.incident ? INCIDENTS.get(node.dataset.incident).rows : [ROWS[Number(node.dataset.row)]];
}

function watchPreview() {
  for (const box of [theMap.getContainer(), $('gm-text'), $('gm-list')]) {
    for (const name of ['pointerover', 'focusin']) box.addEventListener(name, (event) => preview(rowsUnder(event.target)));
    for (const name of ['pointerleave', 'focusout']) box.addEventListener(name, () => preview([]));
  }
  // Words that set an incident off lead to it, as the names do.
  $('gm-text').addEventListener('click', (event) => {
    const node = event.target.closest('.tr:not(.hot)');
    const row = node && rowsAtPiece(node)[0];
    if (row) select(row);
  });
}

function piecesBetween(row, start, end) {
  const list = pieces.get(row.article_id) || [];
  if (typeof start !== 'number' || typeof end !== 'number') return [];
  return list.filter(({ offset }) => offset >= start && offset < end).map(({ node }) => node);
}

function hasText(row) {
  return piecesBetween(row, row.quote_start, row.quote_end).length > 0
    || piecesBetween(row, row.mention_start, row.mention_end).length > 0;
}

// Mark the sentence an incident rests on, and in it the words that name the place.
function markWords(row) {
  for (const node of document.querySelectorAll('[data-o].quoted, [data-o].on')) node.classList.remove('quoted', 'on');
  if (!row) return null;
  const quoted = piecesBetween(row, row.quote_start, row.quote_end);
  const named = piecesBetween(row, row.mention_start, row.mention_end);
  quoted.forEach((node) => node.classList.add('quoted'));
  named.forEach((node) => node.classList.add('on'));
  return named[0] || quoted[0] || null;
}

function refreshReading() {
  for (const node of document.querySelectorAll('[data-o].hot')) {
    const row = ROWS[Number(node.dataset.row)];
    node.classList.toggle('off', row.feature_kind !== MENTION && !passes(row));
  }
}
