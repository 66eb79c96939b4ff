// Input that no client sends, over real TLS: each is refused, leaves nothing behind, and is one line of the log.
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include <boost/system/system_error.hpp>

#include "protocol/claims.hpp"
#include "protocol/limits.hpp"
#include "tests/integration/gateway/gateway_fixture.hpp"
#include "tests/support/sanitized.hpp"

namespace test {
namespace {

struct Exchange {
    std::string name;
    std::string bytes;
    bool certificate = true;
    std::string frames = {};   // what follows the answer to an upgrade
    unsigned close_code = 0;   // of the gateway's close frame; 0: there is none, for nobody is left to read it
};

std::string post(std::string_view path, std::string_view type, std::string_view body) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}
std::string get(std::string_view target) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
}

// ---- the cases, by what they attack ----

std::vector<Exchange> request_lines() {
    std::vector<Exchange> out;
    const std::string rest = "\r\nHost: h\r\nConnection: close\r\n\r\n";
    for (const std::string& line : std::vector<std::string>{
             "", " ", "GET", "GET ", "GET /v1/health", "GET  /v1/health HTTP/1.1", "GET /v1/health  HTTP/1.1",
             " GET /v1/health HTTP/1.1",
             "GET /v1/health HTTP/1.1 ", "GET /v1/health HTTP/0.9", "GET /v1/health HTTP/2.0", "GET /v1/health HTTP/1.2",
             "GET /v1/health HTTP/11",
             "GET /v1/health http/1.1", "GET /v1/health HTTPS/1.1", "GET\t/v1/health\tHTTP/1.1", "G\x01T /v1/health HTTP/1.1",
             "GET /v1/he\x01lth HTTP/1.1",
             "GET /v1/he\x7flth HTTP/1.1", std::string("GET /v1/he\0lth HTTP/1.1", 24), "GET http://h/v1/health HTTP/1.1",
             "GET * HTTP/1.1",
             "CONNECT h:443 HTTP/1.1", "PRI * HTTP/2.0", "OPTIONS * HTTP/1.1", "TRACE /v1/health HTTP/1.1",
             "get /v1/entries HTTP/1.1",
             "GET v1/entries HTTP/1.1", "GET /v1/\xff\xfe HTTP/1.1", std::string(20'000, 'A'), "GET /" +
             std::string(20'000, 'a') + " HTTP/1.1",
             std::string(9'000, 'M') + " /v1/health HTTP/1.1"})
        out.push_back({"request line " + line.substr(0, 40), line + rest});
    out.push_back({"bare LF line ends", "GET /v1/entries HTTP/1.1\nHost: h\n\n"});
    out.push_back({"bare CR line ends", "GET /v1/entries HTTP/1.1\rHost: h\r\r"});
    out.push_back({"a TLS hello inside TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"});
    out.push_back({"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"});
    out.push_back({"an SMTP client", "EHLO mail.example\r\nMAIL FROM:<>\r\n\r\n"});
    return out;
}

std::vector<Exchange> header_fields() {
    std::vector<Exchange> out;
    for (const std::string& field : std::vector<std::string>{
             "Host: a\r\nHost: b", "", "X", "X y: z", "X : y", ": y", " X: y", "X: a\r\n folded", "X: a\r\n\tfolded", "X\x01: y",
             "X: \x01", "X: a\rb",
             std::string("X: a\0b", 6), "X: " + std::string(17'000, 'x'), std::string(17'000, 'x') + ": y", "Host: h\r\n\x80: y",
             "\"X\": y",
             "X(comment): y", "Expect: 200-ok", "Expect: 100-continue, x", "Content-Encoding: gzip", "Content-Encoding: br",
             "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
             "Upgrade: websocket\r\nConnection: Upgrade"})
        out.push_back({"field " + field.substr(0, 40),
                       "GET /v1/nothing HTTP/1.1\r\n" + field + "\r\nHost: h\r\nConnection: close\r\n\r\n"});
    std::string many = "GET /v1/entries HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
    for (int i = 0; i < 6'000; ++i) many += "A: b\r\n";
    out.push_back({"6,000 fields", many + "\r\n"});
    return out;
}

std::vector<Exchange> framing() {
    std::vector<Exchange> out;
    const std::string head =
        "POST /v1/entries HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/vnd.nfp.entry\r\n";
    const std::string smuggled = "GET /v1/entries HTTP/1.1\r\nHost: h\r\n\r\n";
    for (const char* length :
         {"", " ", "-1", "+1", "0x10", "1e3", "1,1", "1 1", "1;1", "٣", "18446744073709551615", "18446744073709551616",
          "9223372036854775808", "99999999999999999999999999", "4294967296", "00000000000000000001"})
        out.push_back({std::string("length ") + length, head + "Content-Length: " + length + "\r\n\r\nA" + smuggled});
    for (const char* coding : {"gzip", "identity", "chunked, chunked", "gzip, chunked", "chunked, identity", "Chunked\x0b",
                               "xchunked", "chunked;q=1", "\"chunked\"", ",chunked", ""})
        out.push_back({std::string("coding ") + coding, head + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n" + smuggled});
    for (const char* both : {"Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
                             "Content-Length: 5\r\nContent-Length: 6", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                             "Content-Length: 5\r\ntransfer-encoding: CHUNKED"})
        out.push_back({std::string("both ") + both, head + both + "\r\n\r\n0\r\n\r\n" + smuggled});
    for (const std::string& chunk : std::vector<std::string>{
             "G\r\n", "-1\r\n", "0x1\r\nA\r\n", " 1\r\nA\r\n", "FFFFFFFFFFFFFFFF\r\nA", "FFFFFFFFFFFFFFFFF\r\nA",
             "1;" + std::string(70'000, 'e') + "\r\nA\r\n", "1\nA\n0\n\n", "1\r\nAB\r\n0\r\n\r\n", "1\r\nA0\r\n\r\n", "\r\n",
             "0\r\nTrailer: " + std::string(20'000, 't') + "\r\n\r\n"})
        out.push_back({"chunk " + chunk.substr(0, 30), head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + smuggled});
    out.push_back({"chunked on HTTP/1.0",
                   "POST /v1/entries HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled});
    out.push_back(
        {"a body on GET", "GET /v1/entries HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5\r\n\r\nAAAAA"});
    out.push_back({"8 GiB announced", head + "Content-Length: 8589934592\r\n\r\n"});
    return out;
}

std::vector<Exchange> targets() {
    std::vector<Exchange> out;
    for (const char* target : {"/v1/entries?after=-1", "/v1/entries?after=1&after=2", "/v1/entries?after=18446744073709551616",
                               "/v1/entries?after=1e3", "/v1/entries?after=",
                               "/v1/entries?after", "/v1/entries?=1", "/v1/entries?after=%31%00", "/v1/entries?before=1",
                               "/v1/entries?after=9007199254740993", "/v1/entries?wait=-1",
                               "/v1/entries?wait=999999", "/v1/entries?wait=1&wait=1", "/v1/entries/../health",
                               "/v1/entries/%2e%2e%2fhealth", "/v1/entries/ABCDEF", "/v1/entries/0x00",
                               "/v1/entries/' OR 1=1 --", "/v1/entries/%27%20OR%201=1", "/v1/enrolments/dmr.1",
                               "/v1/enrolments/..", "/v1/enrolments/fr.01%00", "/v1/log/tile/0/x",
                               "/v1/health#fragment", "/v1//health", "/v1/health;x=1", "//etc/passwd", "/%c0%ae%c0%ae/"})
        out.push_back({std::string("target ") + target, get(target)});
    return out;
}

std::vector<Exchange> json_bodies() {
    std::vector<Exchange> out;
    const auto deep = [](char open, char close) { return std::string(100'000, open) + std::string(100'000, close); };
    for (const std::string& body : std::vector<std::string>{
             "", "{", "}", "null", "[]", "\"a\"", "1", "{}", "{\"token\":1}", "{\"a\":1,\"a\":2}",
             "{\"token\":\"\",\"token\":\"\"}", deep('[', ']'), deep('{', '}'), std::string(200'000, '['),
             "{\"a\":" + deep('[', ']') + "}", "{\"n\":9007199254740993}", "{\"n\":1e400}", "{\"n\":-0}", "{\"n\":1.0}",
             "{\"n\":01}", "{\"n\":NaN}", "{\"s\":\"\\ud800\"}", "{\"s\":\"\\udc00\\ud800\"}",
             "{\"s\":\"\xff\"}", "{\"s\":\"\xed\xa0\x80\"}", "{\"s\":\"\xc0\x80\"}", "{\"s\":\"\\u0000\"}",
             std::string("{\"s\":\"\0\"}", 9), "\xef\xbb\xbf{}", "{} {}", "{}\n//x", "{/*x*/}", "{'a':1}", "{\"a\":1,}",
             "{\"enrolment\":{},\"token\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}",
             "{\"entries\":[],\"token\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}"})
        out.push_back({"JSON " + body.substr(0, 40), post("/v1/enrolments", "application/json", body), false});
    return out;
}

std::vector<Exchange> batches() {
    std::vector<Exchange> out;
    for (const std::string& body : std::vector<std::string>{"", "0\n", "1\n", "1\nA", "-1\nA", "+1\nA", " 1\nA", "01\nA",
                                                            "1\r\nA", "1A", "18446744073709551616\nA", "99999999\nA", "1\nA1\n",
                                                            "A\n",
                                    std::string(100'000, '1'),
                                    [] { std::string all; for (int i = 0; i < 65; ++i) all += "1\nA"; return all; }()})
        out.push_back({"batch " + body.substr(0, 20), post("/v1/entries", protocol::wire::batch_type, body)});
    return out;
}

// ---- upgrades, and frames on a stream (RFC 6455, 5) ----

std::string upgrade(const std::string& fields) {
    return "GET /v1/stream HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}
const std::string good_upgrade = upgrade(
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");

std::vector<Exchange> upgrades() {
    std::vector<Exchange> out;
    const std::string most = "Connection: Upgrade\r\nUpgrade: websocket\r\n", version = "Sec-WebSocket-Version: 13\r\n",
                      key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (const std::string& fields : std::vector<std::string>{
             most, most + version, most + key, version + key, "Connection: Upgrade\r\n" + version + key,
             "Upgrade: websocket\r\n" + version + key, "Connection: close\r\nUpgrade: websocket\r\n" + version + key,
             "Connection: Upgrade\r\nUpgrade: h2c\r\n" + version + key, most + "Sec-WebSocket-Version: 12\r\n" + key, most +
             "Sec-WebSocket-Version: 13, 8\r\n" + key,
             most + version + "Sec-WebSocket-Version: 8\r\n" + key, most + version + key + key, most + version +
             "Sec-WebSocket-Key: short\r\n",
             most + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n", most + version +
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==\r\n", most + version + "Sec-WebSocket-Key: " +
             std::string(9'000, 'A') + "\r\n",
             most + version + key + "Origin: https://evil.example\r\n", most + version + key + "Origin: null\r\n", most +
             version + key + "Content-Length: 5\r\n", most + version + key + "Transfer-Encoding: chunked\r\n"})
        out.push_back({"upgrade " + fields.substr(0, 60),
                       upgrade(fields + (fields.find("Connection: ") == std::string::npos ? "Connection: close\r\n" : ""))});
    out.push_back({"frames before the answer", good_upgrade + std::string("\x82\x80zzzz", 6)});
    return out;
}

// A frame of a client: first byte, and a length as it is to be written; masked with zeros, so that the payload shows as it is.
std::string frame(unsigned first, std::string_view length, std::string_view payload = {}) {
    return static_cast<char>(first) + std::string(length) + std::string(4, '\0') + std::string(payload);
}
std::string length_64(std::uint64_t bytes) {
    std::string out(1, '\xff');
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(bytes >> shift);
    return out;
}

// The code in the close frame among the gateway's frames, which are not masked; 0 without one.
unsigned close_code_in(std::string_view frames) {
    const auto number = [&](std::size_t at, std::size_t count) {
        std::uint64_t value = 0;
        for (const char c : frames.substr(at, count)) value = value << 8 | static_cast<unsigned char>(c);
        return value;
    };
    while (frames.size() >= 2) {
        const auto opcode = number(0, 1) & 0x0f;
        auto length = number(1, 1);
        std::size_t head = 2;
        if (length >= 126) {
            const std::size_t width = length == 126 ? 2 : 8;
            length = number(2, width);
            head += width;
        }
        if (opcode == 8) return length < 2 ? 1005 : static_cast<unsigned>(number(head, 2));
        frames.remove_prefix(std::min<std::size_t>(frames.size(), head + length));
    }
    return 0;
}

std::vector<Exchange> frames() {
    using namespace std::string_literals;
    std::vector<Exchange> out;
    const auto add = [&](const std::string& name, const std::string& bytes, unsigned close_code = 1002) {
        out.push_back({"frame " + name, good_upgrade, true, bytes, close_code});
    };
    for (const unsigned bits : {0x40u, 0x20u, 0x10u, 0x70u})
        add("with reserved bits " + std::to_string(bits), frame(0x82 | bits, "\x80"));
    for (const unsigned opcode : {3u, 4u, 5u, 6u, 7u, 11u, 12u, 13u, 14u, 15u})
        add("of opcode " + std::to_string(opcode), frame(0x80 | opcode, "\x80"));
    add("without a mask", "\x82\x01" "A");
    add("of text", frame(0x81, "\x81", "A"), 1003);
    add("of an empty message", frame(0x82, "\x80"), 1007);
    add("that continues nothing", frame(0x80, "\x80"));
    add("of a new message within one", frame(0x02, "\x81", "A") + frame(0x82, "\x81", "A"));
    for (const unsigned control : {8u, 9u, 10u}) {
        add("of control in fragments " + std::to_string(control), frame(control, "\x80"));
        add("of control over 125 bytes " + std::to_string(control),
            frame(0x80 | control, "\xfe\x00\x7e"s, std::string(126, 'a')));
    }
    add("of close with one byte", frame(0x88, "\x81", "\x03"));
    const auto close = [&](unsigned code) {
        return frame(0x88, "\x82", std::string{static_cast<char>(code >> 8), static_cast<char>(code)});
    };
    for (const unsigned code : {0u, 999u, 1004u, 1005u, 1006u, 1015u, 2999u})
        add("of close with code " + std::to_string(code), close(code));
    // Nobody has given these a meaning: answered by the same, as any other goodbye.
    for (const unsigned code : {5000u, 65535u}) add("of close with code " + std::to_string(code), close(code), code);
    add("of close with a reason that is no text", frame(0x88, "\x84", "\x03\xe8\xff\xfe"));
    add("with a length in two bytes that fits one", frame(0x82, "\xfe\x00\x05"s, "AAAAA"));
    add("with a length in eight bytes that fits two", frame(0x82, length_64(300), std::string(300, 'a')));
    for (const std::uint64_t bytes :
         {std::uint64_t{1} << 30, std::uint64_t{1} << 40, std::uint64_t{1} << 62, std::uint64_t{1} << 63, ~std::uint64_t{0}})
        add("of " + std::to_string(bytes) + " bytes", frame(0x82, length_64(bytes), "AAAA"), 1009);
    add("cut in its header", "\x82", 0);
    add("cut in its length", "\x82\xff\x01"s, 0);
    add("cut in its mask", "\x82\x81\x01\x02"s, 0);
    add("cut in its payload", frame(0x82, "\xfe\x10\x00"s, "AAAA"), 0);
    add("of HTTP", "GET /v1/entries HTTP/1.1\r\nHost: h\r\n\r\n");
    std::string pings;
    for (int i = 0; i < 10'000; ++i) pings += frame(0x89, "\x80");
    add("of ping, 10,000 times", pings, 0);
    std::string pieces = frame(0x02, "\x81", "A");
    for (int i = 0; i < 10'000; ++i) pieces += frame(0x00, "\x80");
    // Beast passes over empty pieces: they cost nothing, and the deadline of the message ends them.
    add("that is empty and goes on, 10,000 times", pieces, 0);
    pieces.clear();
    for (int i = 0; i < 10'000; ++i) pieces += frame(i == 0 ? 0x02 : 0x00, "\x81", "A");
    add("of one byte that goes on, 10,000 times", pieces, 1008);
    return out;
}

// ---- an entry spoilt in every way that its form has ----

std::vector<Exchange> bad_entries(const protocol::Entry& good) {
    std::vector<Exchange> out;
    const std::string bytes = crypto::to_text(protocol::entry_bytes(good));
    const std::string line = good.header_line;
    const std::string rest = bytes.substr(line.size());
    const auto add = [&](const std::string& name, const std::string& entry) {
        out.push_back({"entry " + name, post("/v1/entries", protocol::wire::entry_type, entry)});
    };
    const auto with = [&](const std::string& name, const std::string& from, const std::string& to) {
        auto changed = line;
        const auto at = changed.find(from);
        if (at != std::string::npos) add(name, changed.replace(at, from.size(), to) + rest);
    };
    add("empty", "");
    add("without signature", line + "\n\n");
    add("with CRLF", line + "\r\n" + rest.substr(1));
    add("with a space after the header", line + " " + rest);
    add("with a BOM", "\xef\xbb\xbf" + bytes);
    add("with trailing bytes", bytes + "x");
    add("cut by one", bytes.substr(0, bytes.size() - 1));
    add("with two signatures", line + "\n" + rest.substr(1, rest.find('\n', 1)) + rest.substr(1));
    add("of another algorithm", line + "\nrsa     " + rest.substr(9));
    with("of version 2", "\"v\":1", "\"v\":2");
    with("of version 1.0", "\"v\":1", "\"v\":1.0");
    with("with a version as text", "\"v\":1", "\"v\":\"1\"");
    with("of an unknown kind", "\"kind\":\"request\"", "\"kind\":\"requests\"");
    with("with a duplicate key", "\"kind\":\"request\"", "\"kind\":\"request\",\"kind\":\"request\"");
    with("with an unknown field", "\"kind\":", "\"aaaa\":1,\"kind\":");
    with("with spaces", ",\"kind\"", ", \"kind\"");
    with("with an escape", "\"request\"", "\"re\\u0071uest\"");
    with("with a null", "\"kind\":\"request\"", "\"kind\":null");
    with("with an empty audience", "\"epoch\":1", "\"epoch\":0");
    with("with a huge epoch", "\"epoch\":1", "\"epoch\":9007199254740992");
    with("with a negative epoch", "\"epoch\":1", "\"epoch\":-1");
    with("with an upper-case handle", "fr.01", "FR.01");
    with("with a path as handle", "fr.01", "../01");
    add("of a deep header", "{\"claim\":" + std::string(60'000, '[') + "}\n" + rest);
    add("of a header of a megabyte", "{\"author\":\"" + std::string(1'000'000, 'a') + "\"}\n" + rest);
    add("of 3 MiB", bytes + std::string(3 * 1024 * 1024, 'x'));
    return out;
}

class hostile : public FoundedGateway {
protected:
    hostile() : FoundedGateway({{"request_timeout_ms", "20000"}}) {}

    void SetUp() override {
        FoundedGateway::SetUp();
        watcher_ = std::make_unique<HttpsClient>(gateway.port());
    }

    std::size_t log_lines() const {
        const auto log = gateway.log_text();
        return static_cast<std::size_t>(std::ranges::count(log, '\n')) - health_checks_;
    }
    bool settles(const std::function<bool()>& condition) const {
        for (int i = 0; i < 500; ++i, ::usleep(10'000))
            if (condition()) return true;
        return condition();
    }
    // A line is written after its answer is sent: those of the calls before are awaited.
    void await_quiet_log() const {
        std::size_t before = 0;
        EXPECT_TRUE(settles([&] {
            const auto now = log_lines();
            ::usleep(50'000);
            return std::exchange(before, now) == now;
        }));
    }
    std::size_t descriptors() const {
        const auto folder = std::filesystem::directory_iterator("/proc/" + std::to_string(gateway.pid()) + "/fd");
        return static_cast<std::size_t>(std::distance(begin(folder), end(folder)));
    }
    std::size_t resident_kib() const {
        std::ifstream status("/proc/" + std::to_string(gateway.pid()) + "/status");
        for (std::string line; std::getline(status, line);)
            if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
        return 0;
    }
    void expect_health() {
        EXPECT_EQ(watcher_->get("/v1/health").status, 200u);
        ++health_checks_;
    }
    // A health check that is heard has its own line, and so has everything before it on that connection.
    void play(const std::vector<Exchange>& exchanges) {
        expect_health();
        ASSERT_TRUE(settles([&] { return descriptors() > 0; }));
        const auto files = descriptors();
        const auto tree_before = tree();
        await_quiet_log();
        for (const auto& exchange : exchanges) {
            SCOPED_TRACE(exchange.name);
            const auto lines = log_lines();
            {
                auto client = exchange.certificate ? connect("fr.01") : connect();
                try {
                    client.write_raw(exchange.bytes);
                    if (!exchange.frames.empty()) {
                        EXPECT_TRUE(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
                        client.write_raw(exchange.frames);
                    }
                } catch (const boost::system::system_error&) {  // refused before all was sent
                }
                client.close_write();
                const auto answer = client.read_until_closed();
                EXPECT_FALSE(answer.starts_with("HTTP/1.1 2")) << answer;
                EXPECT_EQ(answer.find("HTTP/1.1 200"), std::string::npos)
                    << "a second request was heard in the first: " << answer;
                if (!exchange.frames.empty()) {
                    EXPECT_EQ(close_code_in(answer), exchange.close_code);
                }
            }
            EXPECT_TRUE(settles([&] { return log_lines() > lines; })) << "not a line in the log";
            expect_health();
            EXPECT_TRUE(settles([&] { return log_lines() == lines + 1; })) << log_lines() - lines << " lines in the log";
        }
        EXPECT_TRUE(settles([&] { return descriptors() <= files; })) << descriptors() << " descriptors, before " << files;
        EXPECT_EQ(tree(), tree_before);
        RecordProperty("exchanges", static_cast<int>(exchanges.size()));
    }

    std::unique_ptr<HttpsClient> watcher_;
    std::size_t health_checks_ = 0;
};

TEST_F(hostile, request_lines_are_refused_one_by_one) { play(request_lines()); }
TEST_F(hostile, header_fields_are_refused_one_by_one) { play(header_fields()); }
TEST_F(hostile, framings_are_refused_one_by_one) { play(framing()); }
TEST_F(hostile, targets_are_refused_one_by_one) { play(targets()); }
TEST_F(hostile, json_bodies_are_refused_one_by_one) { play(json_bodies()); }
TEST_F(hostile, batches_are_refused_one_by_one) { play(batches()); }
TEST_F(hostile, upgrades_are_refused_one_by_one) { play(upgrades()); }
TEST_F(hostile, frames_are_refused_one_by_one) { play(frames()); }
TEST_F(hostile, entries_are_refused_one_by_one) { play(bad_entries(network.request(network.person("fr.01")))); }

TEST_F(hostile, memory_is_given_back_whatever_was_sent) {
    play(framing());  // what is allocated once and kept, is
    play(frames());
    const auto before = resident_kib();
    for (int round = 0; round < 5; ++round) {
        play(framing());
        play(json_bodies());
        play(frames());
    }
    if (!sanitized) {
        EXPECT_LT(resident_kib(), before + 16 * 1024) << "grew from " << before << " KiB";
    }
}

TEST_F(hostile, a_submission_that_ends_early_at_any_byte_leaves_nothing_behind) {
    // An entry without a body: every byte of it has a meaning.
    const auto entry =
        network.governing(network.officer(), protocol::CircleClaim{.circle = *protocol::Circle::parse("group:return")});
    const auto bytes = crypto::to_text(protocol::entry_bytes(entry));
    const auto call = post("/v1/entries", protocol::wire::entry_type, bytes);
    const auto before = tree();
    const auto files = descriptors();
    await_quiet_log();
    const auto lines = log_lines();
    for (std::size_t size = 1; size < call.size(); ++size) {
        auto client = connect("dmr.01");
        client.write_raw(call.substr(0, size));
        if (size % 2) client.reset();  // else the connection is closed in good order
    }
    EXPECT_TRUE(settles([&] { return log_lines() == lines + call.size() - 1; }))
        << log_lines() - lines << " lines for " << call.size() - 1;
    expect_health();
    EXPECT_TRUE(settles([&] { return descriptors() <= files; })) << descriptors() << " descriptors, before " << files;
    EXPECT_EQ(tree(), before);
    const auto answer = connect("dmr.01").submit(entry);
    EXPECT_EQ(answer.status, 201u) << answer.text();  // nothing of it was there
}

}  // namespace
}  // namespace test
