/**
 * What Python and the player share: colours, the looks of classes, shapes of markers.
 *
 * ui/looks/tokens.py reads what follows the equals sign as JSON. Colour roles of the interface; mark and region of each
 * class, and its shape; hues of optimizers that have their own and those of copies, and greys of families without hues,
 * light and dark; outlines of markers in units of their radius, a circle being none. The share of an activation's range
 * within which it counts as saturated, how far the colour of a run that needs all its steps lies towards the paper, and
 * the powers of ten between which sizes of gradients are counted.
 */

// biome-ignore-all format: as JSON it has its own quotes and commas

export const TOKENS = {
  "theme": {
    "light": {
      "page": "#FFFFFF", "wash": "#F5F6F8", "ink": "#1B2430", "quiet": "#556170", "marks": "#8792A0",
      "hairline": "#DDE2E8", "grid": "#E9EDF1", "floor": "#FFFFFF", "top": "#D3DAE2"
    },
    "dark": {
      "page": "#0F1318", "wash": "#161B22", "ink": "#E8ECF1", "quiet": "#9AA6B4", "marks": "#5E6A78",
      "hairline": "#2A323C", "grid": "#1E252D", "floor": "#0F1318", "top": "#323C48"
    }
  },
  "classes": {
    "light": [
      ["#28497E", "#C9D6EA"], ["#8A5A12", "#EBDCC2"], ["#0F6E5A", "#BFE3D8"], ["#8B3A7C", "#E9CFE4"],
      ["#4A525C", "#DADEE3"], ["#A8321F", "#F4CDC3"], ["#5F6B00", "#E3E7AE"], ["#006E82", "#BCE2EA"],
      ["#5A3FA0", "#D8D0F0"], ["#6B4A3A", "#E3D6CE"]
    ],
    "dark": [
      ["#A9C2EC", "#3B4A63"], ["#F0C98C", "#5B4A33"], ["#7FDCC3", "#23503F"], ["#E3A3D6", "#573153"],
      ["#C9D0D8", "#3E464F"], ["#F5A898", "#643026"], ["#D5DE6A", "#474D14"], ["#7FD3E6", "#184C58"],
      ["#C0B0F2", "#3F3568"], ["#D9BBA9", "#4C3B31"]
    ],
    "shapes": [
      "square", "circle", "triangle-up", "diamond", "hexagon", "triangle-down",
      "star", "plus", "pentagon", "hourglass"
    ]
  },
  "hues": {
    "sgd": ["#2A323D", "#E9EDF2"], "momentum": ["#0057A8", "#3C86FC"], "nesterov": ["#3A9BD5", "#6AD8FF"],
    "adagrad": ["#00855F", "#26B277"], "adadelta": ["#3F4700", "#F4EB9C"], "rmsprop": ["#D07700", "#FFAB00"],
    "adam": ["#CC4014", "#F1543A"], "adamax": ["#B45AA3", "#B97BAE"]
  },
  "copies": [
    ["#7A9B64", "#167A6F"], ["#7A4E6F", "#A643A6"], ["#166FE9", "#594EFF"], ["#005943", "#90C8A6"],
    ["#4E2C64", "#D3A6C8"], ["#2C00BC", "#9B9BDE"], ["#4E16FF", "#BC6485"], ["#A05940", "#B14E43"],
    ["#909090", "#E9FF00"]
  ],
  "greys": [["#556170", "#9AA6B4"], ["#8792A0", "#7A8A8A"]],
  "markers": {
    "square": [[-0.87, -0.87], [0.87, -0.87], [0.87, 0.87], [-0.87, 0.87]],
    "diamond": [[0, -1.22], [1.22, 0], [0, 1.22], [-1.22, 0]],
    "triangle-up": [[0, -1.16], [1.16, 0.88], [-1.16, 0.88]],
    "triangle-down": [[0, 1.16], [-1.16, -0.88], [1.16, -0.88]],
    "triangle-left": [[-1.16, 0], [0.88, -1.16], [0.88, 1.16]],
    "triangle-right": [[1.16, 0], [-0.88, 1.16], [-0.88, -1.16]],
    "hexagon": [[1.1, 0], [0.55, 0.95263], [-0.55, 0.95263], [-1.1, 0], [-0.55, -0.95263], [0.55, -0.95263]],
    "pentagon": [[0, -1.12], [1.0652, -0.3461], [0.6583, 0.9061], [-0.6583, 0.9061], [-1.0652, -0.3461]],
    "octagon": [
      [0.9793, 0.4056], [0.4056, 0.9793], [-0.4056, 0.9793], [-0.9793, 0.4056], [-0.9793, -0.4056],
      [-0.4056, -0.9793], [0.4056, -0.9793], [0.9793, -0.4056]
    ],
    "plus": [
      [-0.42, -1.14], [0.42, -1.14], [0.42, -0.42], [1.14, -0.42], [1.14, 0.42],
      [0.42, 0.42], [0.42, 1.14], [-0.42, 1.14], [-0.42, 0.42], [-1.14, 0.42],
      [-1.14, -0.42], [-0.42, -0.42]
    ],
    "cross": [
      [0.5657, -1.1314], [1.1314, -0.5657], [0.5657, 0], [1.1314, 0.5657], [0.5657, 1.1314],
      [0, 0.5657], [-0.5657, 1.1314], [-1.1314, 0.5657], [-0.5657, 0], [-1.1314, -0.5657],
      [-0.5657, -1.1314], [0, -0.5657]
    ],
    "star": [
      [0, -1.32], [0.3527, -0.4854], [1.2554, -0.4079], [0.5706, 0.1854], [0.7759, 1.0679],
      [0, 0.6], [-0.7759, 1.0679], [-0.5706, 0.1854], [-1.2554, -0.4079], [-0.3527, -0.4854]
    ],
    "hourglass": [[-1, -1], [1, -1], [0.22, 0], [1, 1], [-1, 1], [-0.22, 0]],
    "bowtie": [[-1, -1], [0, -0.22], [1, -1], [1, 1], [0, 0.22], [-1, 1]]
  },
  "saturated": 0.03,
  "faintest": 0.62,
  "gradients": [-10, 2]
};
