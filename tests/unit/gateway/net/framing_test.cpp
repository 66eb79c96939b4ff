#include "gateway/net/framing.hpp"

#include <gtest/gtest.h>

namespace gateway::net {
namespace {

namespace http = boost::beast::http;
using Fields = std::vector<std::pair<std::string, std::string>>;

bool framed(unsigned version, const Fields& fields) {
    http::request_header<> header;
    header.version(version);
    for (const auto& [name, value] : fields) header.insert(name, value);
    return is_framed_plainly(header);
}

TEST(framing, takes_the_plain_forms) {
    EXPECT_TRUE(framed(11, {{"Host", "h"}}));
    EXPECT_TRUE(framed(11, {{"Host", "h"}, {"Content-Length", "12"}}));
    EXPECT_TRUE(framed(11, {{"Host", "h"}, {"Transfer-Encoding", "chunked"}}));
    EXPECT_TRUE(framed(11, {{"Host", "h"}, {"Transfer-Encoding", "Chunked"}}));
    EXPECT_TRUE(framed(10, {{"Content-Length", "0"}}));
}

TEST(framing, refuses_two_readings) {
    EXPECT_FALSE(framed(11, {}));
    EXPECT_FALSE(framed(11, {{"Host", "a"}, {"Host", "b"}}));
    for (const char* coding :
         {"gzip", "chunked, chunked", "gzip, chunked", "xchunked", "identity", "", "chunked;q=1", "\"chunked\""})
        EXPECT_FALSE(framed(11, {{"Host", "h"}, {"Transfer-Encoding", coding}})) << coding;
    EXPECT_FALSE(framed(11, {{"Host", "h"}, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}));
    EXPECT_FALSE(framed(11, {{"Host", "h"}, {"Transfer-Encoding", "chunked"}, {"Content-Length", "3"}}));
    EXPECT_FALSE(framed(11, {{"Host", "h"}, {"Transfer-Encoding", "gzip"}, {"Content-Length", "3"}}));
    EXPECT_FALSE(framed(10, {{"Transfer-Encoding", "chunked"}}));
    EXPECT_FALSE(framed(11, {{"Host", "h"}, {"Content-Length", "3"}, {"Content-Length", "3"}}));
    for (const char* length : {"", "-1", "+1", "0x10", "1 1", "1,1", "99999999999999999999", "1e3"})
        EXPECT_FALSE(framed(11, {{"Host", "h"}, {"Content-Length", length}})) << length;
    EXPECT_FALSE(framed(12, {{"Host", "h"}}));
}

}  // namespace
}  // namespace gateway::net
