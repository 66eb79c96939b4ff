// All answers to a request side by side, with what can be counted. Pure: what was received comes in, the table comes out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/core/compilation/member_states.hpp"
#include "protocol/content/request.hpp"
#include "protocol/content/response.hpp"

namespace clients::compilation {

namespace content = protocol::content;

// Where an entry stands in the register.
struct RegisteredEntry {
    std::string member;  // code of the author's member
    std::string author;  // handle, fr.01
    std::uint64_t index = 0;
    std::int64_t time = 0;  // of the register, Unix seconds
    std::string id_prefix;  // hex
    bool operator==(const RegisteredEntry&) const = default;
};

struct ReceivedResponse {
    RegisteredEntry entry;
    content::Response response;
};

// A response that was received and failed a check. Its content is never shown.
struct UnopenedResponse {
    RegisteredEntry entry;
    std::string reason;                          // as said to people; empty when there is a misfit
    std::optional<content::AnswerFault> misfit;  // it opened, and does not fit the request
};

struct CompilationInput {
    std::string number;  // NFP/2026/014
    content::Request request;
    Member requester;
    std::int64_t sent_time = 0;               // of the register
    content::Date deadline{};                 // the one in force, which may have been extended
    std::vector<Member> addressed;            // in the order wanted, see sort_by_name()
    std::vector<ReceivedResponse> responses;  // in any order, all that opened
    std::vector<UnopenedResponse> unopened;
    std::string reader;                // member of who compiles
    bool reader_is_requester = false;  // only the requester can tell silence from an answer for somebody else
};

enum class Status {
    answered,
    silent,      // nothing was registered
    not_open,    // nothing that this reader may read; the state may have answered the requester alone
    unreadable,  // only entries that could not be opened
};

// "answered", "silent", "not_open", "unreadable": in files for machines.
std::string_view code(Status status) noexcept;

struct CurrentResponse {
    RegisteredEntry entry;
    bool late = false;
    content::Response response;  // fits the request: answers[i] belongs to question i + 1
};

struct Row {
    Member member;
    bool addressed = true;
    Status status = Status::silent;
    std::optional<CurrentResponse> current;   // the latest, when status is answered
    std::vector<RegisteredEntry> superseded;  // earlier ones, oldest first
    std::vector<UnopenedResponse> unopened;
};

// Figures of a number question, exact.
struct NumberSummary {
    unsigned count = 0;
    std::string sum, median, smallest, largest;
    bool operator==(const NumberSummary&) const = default;
};

// Counts over the current responses.
struct QuestionSummary {
    unsigned answered = 0;
    unsigned no_information = 0;
    unsigned not_applicable = 0;
    unsigned yes = 0, no = 0;              // of a yes/no question
    std::vector<unsigned> choices;         // of a choice question, in the order of its choices
    std::optional<NumberSummary> figures;  // of a number question with at least one figure
};

struct Totals {
    unsigned addressed = 0, responded = 0, late = 0, silent = 0, not_open = 0, unreadable = 0, superseded = 0;
    unsigned for_requester = 0;  // current responses by how far they may spread
    unsigned for_network = 0;
    unsigned for_public = 0;
};

struct Compilation {
    std::string number;
    content::Request request;
    Member requester;
    std::int64_t sent_time = 0;
    content::Date deadline{};
    std::int64_t deadline_end = 0;           // first second that is late
    std::vector<Row> rows;                   // the addressed in the order given, then others that answered, by code
    std::vector<QuestionSummary> questions;  // in the order of the request
    Totals totals;
};

// Sorts out what was received: the response with the highest index is a state's current one, the others are superseded;
// late is what the register took at or after the end of the deadline's day in Strasbourg. A response that does not fit the
// request is set aside as unopened, whatever the caller has checked.
Compilation compile(CompilationInput input);

}  // namespace clients::compilation
