package dev.rouse.internal.tool;

/** What the tool says about itself. */
final class Help {
  static final String TEXT =
      """
      Usage: rouse VERB [OPTION]... PATH

      Looks at region files, which several processes share, and repairs what killed processes have
      left in them.

        ls DIR        list the region files of a folder, and who has them open
        stat FILE     show the parts of a file, what they contain, and who has which role
        check FILE    check the file, which may be in use; nothing in it is changed
        repair FILE   do what the next user of the file would do with what a killed process has left;
                      roles that a process holds are left alone

        --group NAME      open files that the members of a group share, instead of those that only your
                          user can write to
        --json            print a JSON document in one line
        --watch SECONDS   with stat: again and again, until interrupted; JSON: a document each time
        --help            print this
        --version         print the version

      Exit codes: 0 fine, 1 something is damaged (or still is after a repair), 2 wrong arguments or a
      file that cannot be read. A damaged file is described on the standard output; what the tool
      cannot do is said in a line on the standard error.
      """;

  private Help() {}
}
