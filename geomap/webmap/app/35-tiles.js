// Tiles of a server under the incidents, only if whoever built the page asked for them. Our own
// drawing stays beneath: it is what a reader sees while they load, and if they never come.
const MAX_ZOOM = DATA.tiles ? DATA.tiles.max_zoom : 14;
let isTiled = false; // whether a tile has come: tiles bring names of their own

// Below the map, where it covers no mark.
function tellOfTiles(map) {
  const text = word(window.location.protocol === 'file:' ? 'tiles_refused' : 'tiles_missing');
  const notice = el('p', { class: 'notice', role: 'status', text });
  map.getContainer().parentNode.after(notice);
  map.invalidateSize({ animate: false });
  return notice;
}

function drawTiles(map) {
  if (!DATA.tiles) return;
  const { url, subdomains, max_zoom: maxZoom, serves_disk: servesDisk } = DATA.tiles;
  if (window.location.protocol === 'file:' && !servesDisk) {
    tellOfTiles(map);
    return;
  }
  // Many tile servers refuse a page that does not say where it is; only its origin is told.
  const tiles = L.tileLayer(url, { subdomains, maxZoom, referrerPolicy: 'strict-origin-when-cross-origin' });
  let notice = null;
  tiles.once('tileerror', () => { if (!isTiled) notice = tellOfTiles(map); });
  tiles.once('tileload', () => {
    isTiled = true;
    if (notice) notice.remove();
    layOut();
  });
  tiles.addTo(map);
}
