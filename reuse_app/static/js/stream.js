// One stream for all tabs of a browser, in a worker that they share: a browser opens only six connections to a host.
// A tab says what it listens to and the revision that it has seen; without an address it listens to nothing more.
// Revisions have no order that could be read: a tab that has seen another one than the stream looks for itself.

const AFTER_A_BREAK = 2000;
const rooms = new Map();

class Room {
  tabs = new Set();

  constructor(events) {
    this.events = events;
  }

  enter(tab, since) {
    this.tabs.add(tab);
    if (!this.source) return this.open(since);
    if (this.isOpen) tab.postMessage({ isOpen: true });
    if (since !== this.revision) tab.postMessage({ revision: this.revision, parts: "*" });
    if (this.presence) tab.postMessage({ presence: this.presence });
  }

  leave(tab) {
    this.tabs.delete(tab);
    if (this.tabs.size) return;
    this.source?.close();
    rooms.delete(this.events);
  }

  open(since) {
    this.revision = since;
    this.source = new EventSource(`${this.events}?since=${since}`);
    this.source.addEventListener("live", () => this.tellOpen(true));
    this.source.addEventListener("revision", ({ data }) => {
      const [revision, parts] = data.split(" ");
      this.revision = revision;
      this.tell({ revision, parts });
    });
    this.source.addEventListener("presence", ({ data }) => {
      this.presence = JSON.parse(data);
      this.tell({ presence: this.presence });
    });
    this.source.addEventListener("error", () => {
      this.tellOpen(false);
      if (this.source.readyState === EventSource.CLOSED) setTimeout(() => this.tabs.size && this.open(this.revision), AFTER_A_BREAK);
    });
  }

  // A sign of life, or of its end: a stream that something on the way holds back gives neither.
  tellOpen(isOpen) {
    this.isOpen = isOpen;
    this.tell({ isOpen });
  }

  tell(message) {
    this.tabs.forEach((tab) => tab.postMessage(message));
  }
}

function serve(tab) {
  let room;
  tab.onmessage = ({ data: { events, since } }) => {
    room?.leave(tab);
    room = events && (rooms.get(events) ?? new Room(events));
    if (!room) return;
    rooms.set(events, room);
    room.enter(tab, since);
  };
}

if ("onconnect" in self) self.onconnect = ({ ports: [tab] }) => serve(tab);
else serve(self);
