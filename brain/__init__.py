"""See docs/architecture.md."""

import os

# The matrices here are small: BLAS's own threads cost ten times what they save, for they spin.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
