// What came in, as a person wants to hear of it: requests, responses, information, new members. Not what one did oneself.
#pragma once

#include <variant>

#include "clients/core/session/exchange.hpp"

namespace clients {

struct ResponseNews {
    ResponseItem response;
    std::optional<RequestItem> request;   // nothing: not here
};
// A person designated for the first time, by one party or with the consent of others.
struct ArrivalNews {
    Origin origin;                        // of the designation, or of the consent when that came after the last look
    protocol::Handle person;
    std::optional<Contact> contact;       // nothing: no key yet
};
using News = std::variant<RequestItem, ResponseNews, InformationItem, ArrivalNews>;
const Origin& origin_of(const News& news);

// Everything new from register index `from` on, in register order. What was kept aside is not news.
std::vector<News> news_since(Session& session, std::uint64_t from);

}  // namespace clients
