const missing = require('./a-module-that-nobody-wrote');
it('never runs', () => missing());
