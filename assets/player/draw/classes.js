/** The classes of a data set: a colour, a shade of its region and a shape each, told apart in every kind of sight. */

const LIGHT = [
  ["#28497E", "#C9D6EA"],
  ["#8A5A12", "#EBDCC2"],
  ["#0F6E5A", "#BFE3D8"],
  ["#8B3A7C", "#E9CFE4"],
  ["#4A525C", "#DADEE3"],
  ["#A8321F", "#F4CDC3"],
  ["#5F6B00", "#E3E7AE"],
  ["#006E82", "#BCE2EA"],
  ["#5A3FA0", "#D8D0F0"],
  ["#6B4A3A", "#E3D6CE"],
];
const DARK = [
  ["#A9C2EC", "#3B4A63"],
  ["#F0C98C", "#5B4A33"],
  ["#7FDCC3", "#23503F"],
  ["#E3A3D6", "#573153"],
  ["#C9D0D8", "#3E464F"],
  ["#F5A898", "#643026"],
  ["#D5DE6A", "#474D14"],
  ["#7FD3E6", "#184C58"],
  ["#C0B0F2", "#3F3568"],
  ["#D9BBA9", "#4C3B31"],
];
const SHAPES = [
  "square",
  "circle",
  "triangle-up",
  "diamond",
  "hexagon",
  "triangle-down",
  "star",
  "plus",
  "pentagon",
  "hourglass",
];

/** The look of class `k`: {mark, region, shape}. */
export function classLook(k, theme) {
  const [mark, region] = (theme.dark ? DARK : LIGHT)[k % LIGHT.length];
  return { mark, region, shape: SHAPES[k % SHAPES.length] };
}
