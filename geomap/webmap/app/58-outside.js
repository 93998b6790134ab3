// The first view leaves far places out; until a hand moves the map, a line at its foot says so.
const FEW_NAMES = 3;
let isMoved = false; // by hand: whoever does that knows that there is more

function outsideNames() {
  const view = theMap.getBounds();
  const rows = ROWS.filter((row) => row.at && row.feature_kind !== MENTION && isShown(row) && !view.contains(row.at));
  return [...new Set(rows.map(placeName))];
}

function refreshOutside() {
  const names = isMoved || isOnPaper() ? [] : outsideNames();
  const few = names.length <= FEW_NAMES ? word('outside', { names: names.join(', ') }) : '';
  $('gm-outside').hidden = !names.length;
  $('gm-outside').replaceChildren(
    el('span', { text: few || countWords('count_outside', names.length) }), ' ', el('b', { text: word('fit') }));
}

function setMoved(on) {
  isMoved = on;
  refreshOutside();
}

function makeOutside() {
  $('gm-outside').addEventListener('click', () => {
    fitAll();
    theMap.getContainer().focus({ preventScroll: true });
  });
}
