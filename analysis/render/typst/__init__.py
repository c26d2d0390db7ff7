"""Notebooks → Typst: markdown, HTML, maths, tables and pictures; no text reaches code.

Limits, so that time and memory are bounded whatever a notebook holds (each leaves a visible note):
3,000 cells and 2 million characters of Typst (`manuscript`); a million characters of markdown in a
cell (`markdown`); 8 million characters and 40 levels of HTML in an output (`markup`), 8 boxes in
each other (`fragment`); 400 rows, 60 columns and 2,400 cells in a table (`grids`, `cuts`), 20,000
cells in all tables and 10,000 items in all lists (`cuts`); 200 lines of a stream and 2,000 of a
program, 2,000 characters in a line (`listings`); 20 MB and 60 million pixels in a picture
(`images`), 200 MB and 300 million in all (`assets`); 4,000 characters in a formula (`maths`) and
200 macros (`equations`). No timer stops the compiler: text is never code, so there is nothing that
could loop, and these bound what is set.
Together they keep the worst notebook below about ten seconds of computing and 2.5 GB.

Forking: `compiler` holds one Typst compiler and one lock in a process. The compiler has threads of
its own once it has compiled something, so a process that has made a PDF must not be forked: fork
first (as the kernels' zygote does) or start workers by spawning, and export in the child.
"""
