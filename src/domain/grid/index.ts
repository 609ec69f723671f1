export { judgeCompleteness, type Lack, type LevelCompleteness } from './completeness.js';
export { findNodes, type GridMatch } from './find.js';
export { groupsWith, type NewGroup, type OpenGroupWay, wayToGroup } from './groups.js';
export { type GridReader, makeGridReader } from './reader.js';
export { type RedrawHook, type Redrawing, redraw } from './redraw.js';
export { changedNode, drawNode, type NewNode, type NodeChange, nodeInForce } from './rules.js';
export { addNodes, changeNode, type GridWork, saveNode } from './service.js';
export { buildTree, type GridTree, isInForce, withNode } from './tree.js';
