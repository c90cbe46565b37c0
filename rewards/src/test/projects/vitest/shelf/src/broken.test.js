import { missing } from './a-module-that-nobody-wrote.js';
import { test } from 'vitest';

test('never runs', () => missing());
