import { Refused } from "./api.js";

/** One answer that is not to be had must not take the others along: a refusal becomes null. */
export async function soft(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
