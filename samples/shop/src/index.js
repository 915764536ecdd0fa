import { total } from './cart.js';

const lines = [
  { name: 'Tea', price: 450, count: 2 },
  { name: 'Cup', price: 1290, count: 1 },
];

console.log(`Total: ${total(lines) / 100}`);
