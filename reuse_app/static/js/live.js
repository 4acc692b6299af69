// Shows what others save. An event carries a revision; the page is fetched and its [data-live] parts are replaced.
// A hidden tab lets its stream go, so that it costs nothing and six tabs do not block each other.

const page = document.documentElement;
let source;

function listen() {
  const address = document.body.dataset.workshop;
  if (!address || document.hidden || source) return;
  source = new EventSource(`/w/${address}/events?since=${document.body.dataset.revision}`);
  source.addEventListener("revision", (event) => {
    if (Number(event.data) <= Number(document.body.dataset.revision)) return;
    document.body.dataset.revision = event.data;
    document.dispatchEvent(new Event("reuse:changed"));
  });
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    rest();
    setTimeout(listen, 2000);
  });
}

function rest() {
  source?.close();
  source = undefined;
}

document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", listen);
