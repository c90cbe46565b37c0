const missing = require('./a-module-that-nobody-wrote');
test('never runs', () => {});
