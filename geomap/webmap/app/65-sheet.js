// Where a popup opens: beside its mark, or on a phone as a sheet at the foot of the screen.
const LEAST_MAP = 110; // pixels of map that stay free above a sheet, so that its mark is seen

function popupOptions() {
  const both = { maxWidth: window.innerWidth > 1200 ? 380 : 330, minWidth: 240, closeButton: true };
  if (NARROW.matches) return { ...both, pane: 'sheet', autoPan: false };
  return { ...both, pane: 'popupPane', autoPan: true, autoPanPaddingTopLeft: [290, 18], autoPanPaddingBottomRight: [60, 18] };
}

// Outside the pane that moves with the map, so the style sheet alone says where it stands.
function makeSheet(map) {
  map.createPane('sheet', map.getContainer());
  NARROW.addEventListener('change', () => {
    map.closePopup();
    for (const mark of marks.values()) if (mark.getPopup()) Object.assign(mark.getPopup().options, popupOptions());
  });
}

// The chosen mark stands in the middle of what the sheet leaves of the map.
function showAboveSheet(map, popup) {
  if (!NARROW.matches) return;
  $('gm-legend').open = false;
  const sheet = popup.getElement().getBoundingClientRect();
  const stage = map.getContainer();
  if (sheet.top - Math.max(stage.getBoundingClientRect().top, 0) < LEAST_MAP) stage.scrollIntoView({ block: 'start' });
  const box = stage.getBoundingClientRect();
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, sheet.top)];
  const middle = L.point(box.width / 2, (top + bottom) / 2 - box.top);
  const point = map.latLngToContainerPoint(popup.getLatLng()).add([0, popup.options.offset[1] || 0]);
  map.panBy(point.subtract(middle), { animate: false });
}

// A popup that grows upwards when something in it is unfolded must not leave the map.
function keepInView(map) {
  const popup = map.getContainer().querySelector('.leaflet-popup');
  if (!popup || NARROW.matches) return;
  const over = map.getContainer().getBoundingClientRect().top + 18 - popup.getBoundingClientRect().top;
  if (over > 0) map.panBy([0, -over], { animate: false });
}

// By keyboard a popup is a dialog: the focus goes into it and comes back to its mark.
function focusPopups(map) {
  let byKeys = false;
  document.addEventListener('keydown', () => { byKeys = true; }, true);
  document.addEventListener('pointerdown', () => { byKeys = false; }, true);
  map.getContainer().addEventListener('toggle', () => keepInView(map), true);
  map.on('popupopen', (event) => {
    const node = event.popup.getElement().querySelector('.pop');
    if (!node || !byKeys) return;
    node.focus({ preventScroll: true });
    node.addEventListener('keydown', (press) => {
      if (press.key !== 'Escape') return;
      press.stopPropagation();
      map.closePopup();
    });
  });
  map.on('popupclose', (event) => {
    const mark = event.popup._source && event.popup._source.getElement && event.popup._source.getElement();
    const isLost = document.activeElement === document.body; // it went with the popup
    if (mark && byKeys && isLost) mark.focus({ preventScroll: true });
  });
}
