/**
 * What panels, pages and headers are: types for the editor and for the check of types. Nothing is made here.
 *
 * Headers come from Python: ui/race/header.py and ui/network/header.py make them, ui/player/component.py packs them, and
 * blob.js unpacks them, with typed arrays where Python had arrays. An array of points holds x and y of one after the
 * other; an array with an entry for each row of several layers holds all layers of the first row, then of the next.
 */

/** @import { Frame } from "../draw/view.js" */
/** @import { Field } from "../draw/field.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { Timeline } from "../draw/timeline.js" */
/** @import { Drawing } from "../draw/svgcontext.js" */
/** @import { Clock } from "./clock.js" */
/** @import { LinkView } from "./viewlink.js" */

/**
 * A part of a page. Data, theme and size are told whenever they change, `draw` is asked for a step at every frame: it
 * returns true while something still eases, so that another frame is wanted. `look` and `shows` are for panels of which a
 * link says how they are seen; `drawings` are what can be taken along of it, with images of `ratio` pixels per CSS pixel where
 * there are such; `destroy` takes away what would outlive the element.
 *
 * @typedef {object} Panel
 * @property {HTMLElement} [element]
 * @property {(race: Header, previous?: Header | null) => void} setData
 * @property {(theme: Theme) => void} setTheme
 * @property {() => void} resize
 * @property {(t: number, moving: boolean) => boolean | void} draw
 * @property {(view: LinkView) => unknown} [look]
 * @property {() => LinkView} [shows]
 * @property {(ratio: number) => Drawing[]} [drawings]
 * @property {() => void} [destroy]
 */

/** @typedef {{element: HTMLElement, describe: (text: string) => void, snapshot: (ratio: number) => HTMLCanvasElement}} Pictured */
/** @typedef {Panel & Pictured} StagePanel the large picture of a page, which can be described and taken away */

/**
 * The panels of one kind of race in the order of the page, those that the player asks for more, and where notices are put.
 *
 * @typedef {object} Page
 * @property {Panel[]} panels
 * @property {Panel & {turn: (by: number) => boolean}} head
 * @property {StagePanel} stage
 * @property {Panel & {scrubber: HTMLElement, showModes: () => void, showFull: (on: boolean) => void}} transport
 * @property {HTMLElement} box
 * @property {HTMLElement} none
 * @property {PageWords} words
 */

/**
 * The words of a page, and the pictures that belong to it.
 * @typedef {object} PageWords
 * @property {string} presets
 * @property {string} pictures
 * @property {string} qr
 * @property {string} scrubber
 * @property {(race: any) => string} file
 * @property {string} html
 * @property {string} nothing
 * @property {string} restore
 * @property {string} lostWords
 * @property {(race: any) => string} busyWords
 */

/**
 * What panels may ask of the player and of each other.
 *
 * @typedef {object} Bus
 * @property {boolean} live a server answers: false in a page that was read from a file
 * @property {Clock} clock
 * @property {boolean} reducedMotion
 * @property {number} scale pixels of the page for a pixel of the design
 * @property {(event: {kind: string, [more: string]: unknown}) => unknown} send report what the user did: see main.js
 * @property {() => boolean} waiting true while something is reported of which the server has not heard
 * @property {(step: number) => void} seek
 * @property {(view: LinkView, here: boolean) => void} look
 * @property {() => void} settle the view has changed, and with it the address
 * @property {(slot: string) => void} pick
 * @property {(unit: string) => void} count let time count this from now on
 * @property {() => any} race the header that is shown
 * @property {() => number} step the time that is shown, as the race's timeline counts it
 * @property {(step: number) => void} stand show a step at once, without waiting for a frame
 * @property {(by: number) => number} next the time so many steps on
 * @property {() => string} rest the end of a link, which says how the page is seen
 * @property {(preset: string) => void} await
 * @property {() => void} redraw
 * @property {() => StagePanel} stage
 * @property {(ratio: number) => Drawing[]} drawings those of all panels, from the top down
 * @property {() => Theme} theme
 * @property {() => void} full
 * @property {(by: number) => boolean} turn
 */

/**
 * What Streamlit hands over at each change of data or theme; without `setTriggerValue` no server answers.
 *
 * @typedef {{data: Uint8Array, parentElement: HTMLElement, setTriggerValue?: (name: string, value: unknown) => void}} Component
 */

/**
 * What every header holds.
 *
 * @typedef {object} Outer
 * @property {string} title
 * @property {string} subtitle
 * @property {string} link the query that brings this configuration back
 * @property {"replace" | "push"} history how the link enters the address
 * @property {{name: string, label: string, active: boolean, shows?: string}[]} presets
 * @property {number} steps gradients, as in all that comes with a time; where the player shows it, the end of its timeline
 * @property {Timeline} timeline on which the player has put all times
 * @property {{step: number, slot: string, kind: string, text: string}[]} events
 * @property {string | null} pick the letter of the chosen runner
 * @property {string | null} [usual] the one that is chosen where no link says so
 * @property {boolean} empty
 * @property {"offered" | "asked"} [sharpness] whether its curves are looked at; absent where no server could compute them
 * @property {number} [heard] the last event that the server knows of
 * @property {boolean} [embed] it stands inside another page, which is no page of the app: in a notebook
 * @property {string} [page] its name in ui/pages.py, where a server answers
 * @property {boolean} [fixed] no rate may be changed by hand: the link locks it, or has no control for it
 */

/** @typedef {RaceHeader | NetworkHeader} Header */

/**
 * A race on a surface.
 *
 * @typedef {object} RaceParts
 * @property {"race"} kind
 * @property {string} plotly the address of plotly.js; "" where there is none, and so no view in space
 * @property {RaceSurface} surface
 * @property {{frame: Frame, field: Field, sharp?: Field} | null} view the frame that the user zoomed to
 * @property {RaceRunner[]} runners
 * @property {Update | null} inside
 * @property {Record<string, Update>} [insides] of every runner, in an exported page
 * @property {Record<string, {subtitle: string, surface: object}>} [grounds] and what the stage shows, where that differs
 *
 * @typedef {Outer & RaceParts} RaceHeader
 */

/**
 * @typedef {object} RaceSurface
 * @property {string} name
 * @property {string} label
 * @property {Frame} frame
 * @property {[number, number]} start
 * @property {[number, number][]} minima
 * @property {number | null} lowest
 * @property {boolean} bounded
 * @property {number} tolerance
 * @property {string | null} of the runner whose surface it is, where each has its own
 * @property {string} description
 * @property {Field} field
 * @property {Field} [sharp] the same of sharpness, where it is looked at
 */

/**
 * What a runner is drawn by.
 * @typedef {object} Drawn
 * @property {string} slot its letter
 * @property {string} name
 * @property {string} label
 * @property {string} [short]
 * @property {string} light
 * @property {string} dark
 * @property {number[]} dash
 * @property {string} marker
 * @property {boolean | "dot"} hollow
 * @property {number} stride gradients a step
 * @property {any} [sharpness] where it was asked for and is there
 */

/**
 * Arrays have a row for each step.
 *
 * @typedef {object} RaceParticulars
 * @property {Float32Array} params
 * @property {Float32Array | null} queries where the gradient was asked for, where that is elsewhere
 * @property {Float32Array} loss
 * @property {Float32Array} gradnorm
 * @property {Float32Array} steplen
 * @property {Float32Array} distance
 * @property {number | null} lowest of the surface that it runs on
 * @property {{kind: string, step: number | null, sentence: string}} outcome
 *
 * @typedef {Drawn & RaceParticulars} RaceRunner
 */

/**
 * The update of one runner, line by line; arrays have a row for each step.
 *
 * @typedef {object} Update
 * @property {string} slot
 * @property {string} rule MathML
 * @property {UpdateLine[]} lines
 * @property {{downhill: Float32Array, memory: Float32Array | null}} arrows
 * @property {Float32Array} cosine
 * @property {{x: Float32Array, y: Float32Array} | null} rate
 * @property {number} gradients
 * @property {string} uncounted
 * @property {number | null} [lr]
 * @property {string} note
 * @property {string} source
 */

/**
 * @typedef {object} UpdateLine
 * @property {string} mathml
 * @property {string} words
 * @property {string} numbers with a hole for each of `parts`
 * @property {(number | Float32Array)[]} parts
 * @property {Float32Array} x
 * @property {Float32Array} y
 */

/**
 * The training of a network; ui/network/header.py says what its parts hold.
 *
 * @typedef {object} NetworkParts
 * @property {"network"} kind
 * @property {string} time what time usually counts: see timeline.js
 * @property {string} pending
 * @property {NetworkData} data
 * @property {NetworkRunner[]} runners
 * @property {any} inside
 * @property {any[] | null} [compared] the layers of all runners, where they were asked for
 * @property {Record<string, any>} [insides]
 * @property {"pieces"} [ground] what the stage shows in the place of the decision
 * @property {any} [pieces] the linear pieces of the chosen runner, where they were asked for and it has some
 *
 * @typedef {Outer & NetworkParts} NetworkHeader
 */

/**
 * @typedef {object} NetworkData
 * @property {"plane" | "curve" | "image" | "table"} kind
 * @property {boolean} drawable
 * @property {string} name
 * @property {string} label
 * @property {string[]} classes
 * @property {boolean} numeric
 * @property {"validation" | "training"} part
 * @property {number} count
 * @property {number | null} always
 * @property {string[]} features
 * @property {number | null} reach
 * @property {string} description
 * @property {Frame} [frame]
 * @property {number} [columns]
 * @property {number} [rows]
 * @property {{x: Float32Array, y: Float32Array}} [train]
 * @property {{x: Float32Array, y: Float32Array}} [valid]
 * @property {Float32Array} [truth]
 * @property {{size: [number, number], pixels: Uint8Array} | null} [image]
 * @property {number[]} [affine]
 */

/**
 * @typedef {{trainLoss: Float32Array, validLoss: Float32Array | null, trainScore: Float32Array, validScore: Float32Array | null}} Curves
 */

/**
 * Numbers are there once it is ready, a row for each entry of `at`.
 *
 * @typedef {object} NetworkParticulars
 * @property {"ready" | "computing" | "refused"} state
 * @property {number} batch examples a step, of which the last of an epoch may see fewer
 * @property {number} epoch examples of an epoch
 * @property {string} reason
 * @property {Int32Array} [at]
 * @property {Float32Array} [trainLoss]
 * @property {Float32Array | null} [validLoss]
 * @property {Float32Array} [trainScore]
 * @property {Float32Array | null} [validScore]
 * @property {Float32Array} [stepLoss]
 * @property {Float32Array} [update]
 * @property {{seeds: number, lost: number, low: Curves, high: Curves}} [fan] of several seeds, whose median the curves are
 * @property {{at: Float64Array, score: Float32Array}} [vote] of networks that vote, whose picture it is then
 * @property {Int32Array} [frames]
 * @property {Uint8Array | Float32Array} [picture]
 * @property {Float32Array} [gentle]
 * @property {{kind: string, step: number | null, right: number | null}} [outcome]
 * @property {Partial<NetworkData>} [data] where its data are others than the race's
 *
 * @typedef {Drawn & NetworkParticulars} NetworkRunner
 */

export {};
