// Where in the left column a room stands.
import { isBot } from "./people.js";
import { state } from "./state.js";

export function groupOf(room) {
  if (room.t !== "l") return "channels";
  if (!room.open || room.closedAt) return "closed";
  if (!room.servedBy) return "queue";
  if (room.servedBy._id === state.me?._id) return "mine";
  return isBot(room.servedBy) ? "bot" : "others";
}
