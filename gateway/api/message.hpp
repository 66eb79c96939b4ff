// HTTP as the calls see it: no sockets, no framing. gateway/net reads and writes it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "crypto/tls_identity.hpp"
#include "gateway/errc.hpp"
#include "gateway/register/jobs.hpp"
#include "protocol/problem.hpp"

namespace gateway::api {

enum class Language { en, fr };

// A request's head: all that is known before its body is read.
struct Head {
    std::string method;
    std::string target;
    std::string content_type;                    // as sent
    std::string content_encoding;
    std::string authorization;
    Language language = Language::en;
    std::optional<crypto::tls::SpkiPin> pin;     // of the client certificate, if there is one
    std::string tls_group;                       // negotiated on this connection
};

struct Response {
    unsigned status = 200;
    std::string content_type;
    crypto::Bytes body;
    std::vector<std::pair<std::string, std::string>> headers;  // besides the content's
};

// A call that the register has to answer: net submits `job` and turns its outcome into the response.
struct Pending {
    Job job;
    Response (*answer)(const Outcome& outcome, Language language);
};
// Nothing for the caller yet, who asked to wait: net handles the plan again when something is there or the time is over.
struct NothingYet {
    std::chrono::seconds wait;
};
using Reply = std::variant<Response, Pending, NothingYet>;

protocol::Problem problem_of(std::error_code why, Language language, std::optional<std::size_t> entry = {});
Response problem(std::error_code why, Language language, std::optional<std::size_t> entry = {});
Response json(unsigned status, const std::string& text);

// en or fr by an Accept-Language header (RFC 9110, 12.5.4); en when it asks for neither.
Language language_of(std::string_view accept_language);

}  // namespace gateway::api
