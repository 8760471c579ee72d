INSERT INTO audit.log_lean VALUES (now(), 'the application was saved and its owner told', 'PRE_401', 'BUSINESS', 'PERSIST', '2026-03-01 08:15:29.929',
  'node-1', '10.0.0.7', 'u-17', 'asha', 'PRE-REG', 'Pre-Registration', 'PRE-DEM', 'demographic', '75081638610718', 'PRID', 'u-17');
