// The runtime imports one type of @rocket.chat/ui-kit and nothing that runs.
export type LayoutBlock = unknown;
