#include "tests/integration/clients/running_network.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "clients/core/session/founding.hpp"
#include "clients/core/session/joining.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace clients::test {
namespace {

const std::string gateway_program = std::string(NFP_BIN_DIR) + "/nfp-gateway";

std::string after(const std::string& text, const std::string& label) {
    const auto at = text.find(label);
    if (at == std::string::npos) throw std::runtime_error("no `" + label + "` in: " + text);
    auto rest = text.substr(at + label.size());
    rest.resize(std::min(rest.find('\n'), rest.size()));
    rest.erase(0, rest.find_first_not_of(' '));
    return rest;
}

std::string run_and_read(const std::string& command) {
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string out;
    std::array<char, 4096> piece;
    while (const auto count = std::fread(piece.data(), 1, piece.size(), pipe.get())) out.append(piece.data(), count);
    return out;
}

}  // namespace

std::string read_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

GatewayProcess::GatewayProcess() {
    std::string pattern = (std::filesystem::temp_directory_path() / "nfp-test.XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    std::filesystem::create_directory(folder_ / "homes");
    const auto said = run_and_read(gateway_program + " init " + (folder_ / "gateway").string() + " --store-key " +
                                   (folder_ / "store.key").string() + " --listen 127.0.0.1:0");
    pin_ = after(said, "pin:");
    token_ = after(said, "founding-token:");
    start();
}

GatewayProcess::~GatewayProcess() {
    stop();
    std::error_code ignored;  // a folder that stays behind is no reason to fail
    std::filesystem::remove_all(folder_, ignored);
}

void GatewayProcess::start() {
    const auto out = folder_ / "gateway.out";
    pid_ = ::fork();
    if (pid_ == 0) {
        const int file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        const int log = ::open((folder_ / "gateway.err").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(file, 1);
        ::dup2(log, 2);
        ::execl(gateway_program.c_str(), gateway_program.c_str(), "serve", (folder_ / "gateway").c_str(), "--store-key",
                (folder_ / "store.key").c_str(), nullptr);
        ::_exit(127);
    }
    for (int i = 0; i < 300; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        const auto said = std::filesystem::exists(out) ? read_text(out) : std::string();
        if (said.find("listening on ") == std::string::npos || said.find('\n') == std::string::npos) continue;
        address_ = after(said, "listening on ");
        return;
    }
    throw std::runtime_error("the gateway did not start: " + read_text(folder_ / "gateway.err"));
}

void GatewayProcess::stop(int signal) {
    if (pid_ <= 0) return;
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

std::unique_ptr<Session> RunningNetwork::new_session(const std::string& name) {
    auto created = Home::create(home(name), crypto::to_secret("a passphrase for tests"));
    if (!created) throw std::runtime_error(created.error().message());
    return std::make_unique<Session>(std::move(*created), "en");
}

RunningNetwork::RunningNetwork(const std::vector<std::string>& states) {
    auto dmr = new_session("dmr");
    const auto pin = crypto::fixed<32>(crypto::hex_decode(gateway.pin()));
    const auto token = crypto::fixed<32>(crypto::base64_decode(gateway.token()));
    Founding founding{.name = "Test network", .states = {}, .gateway = gateway.address(), .pin = *pin,
                      .token = protocol::EnrolmentToken(std::span<const std::uint8_t, 32>(*token)),
                      .founder = {.name = "Officer One", .email = "one@dmr.example", .institution = {}, .telephone = {}}};
    for (const auto& state : states) founding.states.push_back(*protocol::Member::parse(state));
    must(found_network(*dmr, std::move(founding)));
    must(dmr->sync());
    sessions_.emplace("dmr", std::move(dmr));
    for (const auto& state : states) admit(state);
}

void RunningNetwork::admit(const std::string& state) {
    Session& dmr = member("dmr");
    must(dmr.sync());
    const auto handle = *protocol::Handle::parse(state + ".01");
    const auto file = must(invite(dmr, {.handle = handle, .role = protocol::Role::focal_point, .valid_s = 86'400}));
    auto person = new_session(state);
    const auto words = must(join(*person, *protocol::parse_invitation_file(file),
                                 {.name = "Person of " + state, .email = state + "@ministry.example", .institution = {}, .telephone = {}}));
    const auto candidate = must(clients::candidate(dmr, handle));
    must(approve(dmr, candidate, crypto::safety_words_text(words), std::nullopt));
    must(person->sync());
    sessions_.emplace(state, std::move(person));
}

}  // namespace clients::test
