// What the command line library says by itself, in the person's language: headings of --help, and wrong use.
#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.hpp"

namespace clients::cli {

// Before any option or command is declared: these inherit it.
void speak_language(CLI::App& app, const Context& context);
// When all are declared.
void name_groups(CLI::App& app, const Context& context);

// Says what is wrong with the command line, and where to read on.
void explain_usage(const Context& context, const CLI::App& app, const CLI::Error& error);

}  // namespace clients::cli
