// A compilation in the forms in which people pass it on. Content is foreign: in each form it is text and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "clients/core/compilation/compilation.hpp"

namespace clients::compilation {

enum class Order { by_question, by_state, both };

struct ReportOptions {
    Language language = Language::en;     // of the report's own words; answers stay in theirs
    Order order = Order::both;            // of text and HTML
    std::size_t width = 80;               // columns of the text report, at least 40
    std::optional<std::int64_t> made_at;  // Unix seconds to be shown as the time of compilation
};

// For a terminal: wrapped tables, content without any character that could act.
std::string text_report(const Compilation& compilation, const ReportOptions& options);

// One self-contained page: no script, nothing loaded, a content security policy that allows its own style only.
std::string html_report(const Compilation& compilation, const ReportOptions& options);

// RFC 4180 in UTF-8 with a byte order mark: a line for each state and question. A field that a spreadsheet could take for
// a formula begins with an apostrophe; answers to number questions are plain numbers.
std::string csv_report(const Compilation& compilation, const ReportOptions& options);

// Everything, for machines, as docs/compilation.schema.json describes it; keys and codes are the same in both languages, names
// of states are given in both. ASCII only.
std::string json_report(const Compilation& compilation);

}  // namespace clients::compilation
