"""Notebooks → Typst: markdown, HTML, maths, tables and pictures; no text reaches code.

Limits, so that time and memory are bounded whatever a notebook holds (each leaves a visible note):
what a document and a part of it may hold, `render.budget` says for HTML and PDF alike. Beside that,
40 levels of HTML (`markup`), 8 boxes in each other (`fragment`); 400 rows, 60 columns and 2,400
cells in a table (`grids`, `cuts`); 200 lines of a stream and 2,000 of a program, 2,000 characters
in a line (`listings`); 20 MB and 60 million pixels in a picture (`images`), 400,000 shapes in a
drawing (`svg`); 4,000 characters in a formula (`maths`) and 200 macros (`equations`). No timer
stops the compiler: text is never code, so there is nothing that could loop, and these bound what
is set.

Forking: `compiler` holds one Typst compiler and one lock in a process. The compiler has threads of
its own once it has compiled something, so a process that has made a PDF must not be forked: fork
first (as the kernels' zygote does) or start workers by spawning, and export in the child.
"""
