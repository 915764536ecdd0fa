/** Sum of the lines of a cart, in cents. */
export function total(lines) {
  return lines.reduce((sum, { price, count }) => sum + price * count, 0);
}
