// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What shells know of the program, for the templates in resources/completions: its options and
// commands (app/CommandLineOptions), and every kind of session with its options
// (models/spec/SessionKinds), as code of each shell. Used while the program is built; any thread.

#include <QtCore/QString>

namespace completions {

// Functions for bash and zsh alike, which answer in the array `reply`:
//   _loopscope_schemes servers|clients          "echo://" ...
//   _loopscope_url_options SCHEME               "api=" ...
//   _loopscope_url_values SCHEME OPTION         its values; status 1: files
//   _loopscope_options program|COMMAND          "--serve" ...
//   _loopscope_option program|COMMAND NAME      status 1: it takes no value; sets `what`
// and the arrays _loopscope_commands, _loopscope_own (those with options of their own) and
// _loopscope_exports, how exported files end.
[[nodiscard]] QString shTables();
// _loopscope_url servers|clients WORD: what WORD may become; status 1: files after `before`.
[[nodiscard]] QString shUrl();

// Arrays for _arguments: _loopscope_args_program, and one for each command with options of its own.
[[nodiscard]] QString zshSpecs();

// The first three of shTables() in fish's language, a line each; "<file>": files.
[[nodiscard]] QString fishTables();
[[nodiscard]] QString fishOptions();

} // namespace completions
