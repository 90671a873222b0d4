// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Standard output and standard error, which are written nowhere else, and how they are at the
// beginning and at the end of the process. Made first and destroyed last, by start(). While it
// lives, the words of the core and of Qt go to standard error through it.

#include "app/OutputStream.h"

#include "loop/Log.h"

namespace app {

class StandardStreams {
public:
    StandardStreams();
    ~StandardStreams();

    // Descriptors that were closed at the start become /dev/null, so that nothing else takes their
    // numbers. Before any other descriptor is opened.
    static void openMissing();

    // Waits until everything is written, for as long as it is being read. The status that the
    // process is to end with: 1 where output was lost, with a sentence, else `status`.
    [[nodiscard]] int close(int status);

    // One sentence about the program itself, on standard error; lines that explain it below.
    void report(const QString &sentence);
    void reportOutput(int error); // why output cannot be written, an errno

    OutputStream output;
    OutputStream errors;

private:
    loop::LogHandler before_;
    QtMessageHandler beforeQt_;
    bool outputReported_ = false;
};

} // namespace app
