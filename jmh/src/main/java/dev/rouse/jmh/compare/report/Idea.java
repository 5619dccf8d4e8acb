package dev.rouse.jmh.compare.report;

/** The drawing of the idea: a publisher, a worker pool, a sleeping worker, and the wake. */
final class Idea {
  static final String SVG =
      """
      <svg class="idea" viewBox="0 0 920 250" role="img" aria-label="A publisher submits jobs to a \
      worker pool. A worker sleeps while it has no job. A job wakes it, and its reply goes back to the \
      publisher.">
      <defs>
      <marker id="grey" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 10 5 0 10z" fill="#5f6b76"/></marker>
      <marker id="warm" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 10 5 0 10z" fill="#d9730d"/></marker>
      </defs>
      <g fill="#eef2f6" stroke="#8796a5" stroke-width="1.5">
      <rect x="20" y="100" width="170" height="80" rx="10"/>
      <rect x="730" y="100" width="170" height="80" rx="10"/>
      </g>
      <g fill="#fff" stroke="#8796a5" stroke-width="1.5">
      <rect x="300" y="110" width="320" height="60" rx="6"/>
      <path d="M340 110v60M380 110v60M420 110v60M460 110v60M500 110v60M540 110v60M580 110v60"/>
      </g>
      <rect x="541" y="111" width="38" height="58" fill="#d9730d"/>
      <rect x="501" y="111" width="38" height="58" fill="#f4b26b"/>
      <g stroke="#5f6b76" stroke-width="2" fill="none">
      <path d="M192 128H296" marker-end="url(#grey)"/>
      <path d="M624 128H726" marker-end="url(#grey)"/>
      <path d="M728 156H624" marker-end="url(#grey)"/>
      <path d="M298 156H194" marker-end="url(#grey)"/>
      </g>
      <path d="M105 98C105 20 815 20 815 94" stroke="#d9730d" stroke-width="3" stroke-dasharray="8 5" fill="none" marker-end="url(#warm)"/>
      <g font-size="17" fill="#222" text-anchor="middle">
      <text x="105" y="136" font-weight="bold">publisher</text>
      <text x="460" y="100" font-weight="bold">worker pool</text>
      <text x="815" y="136" font-weight="bold">worker</text>
      </g>
      <g font-size="15" fill="#444" text-anchor="middle">
      <text x="105" y="160">submits jobs</text>
      <text x="815" y="160">sleeps while idle</text>
      <text x="244" y="119">jobs</text>
      <text x="675" y="119">jobs</text>
      <text x="244" y="176">replies</text>
      <text x="675" y="176">replies</text>
      <text x="460" y="194">jobs and replies in memory that is used again</text>
      <text x="8" y="206" text-anchor="start">no copy of the data, no garbage</text>
      <text x="912" y="206" text-anchor="end">no polling, an idle core</text>
      </g>
      <text x="870" y="92" font-size="22" fill="#5f6b76" font-style="italic">z<tspan dy="-10" font-size="18">z</tspan><tspan dy="-8" font-size="14">z</tspan></text>
      <text x="460" y="28" font-size="17" font-weight="bold" fill="#b55c05" text-anchor="middle">wakes the worker, only if it sleeps</text>
      <text x="460" y="232" font-size="14" fill="#5f6b76" text-anchor="middle">A busy worker takes the next job without a wake: then to submit it costs no system call.</text>
      </svg>
      """;

  private Idea() {}
}
