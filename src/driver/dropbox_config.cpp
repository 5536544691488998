// SPDX-License-Identifier: MIT
// The configuration of the dropbox server: every dropbox of every dataset, as a secret.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "cpginfra/driver/infrastructure.hpp"
#include "internal/python_json.hpp"

namespace cpginfra::driver {
namespace {

using Dropbox = CPGDatasetConfig::UploadConfig::UploadDropboxConfig;

/// By their accounts on the cloud that the server is on.
std::vector<std::string> uploader_ids(const CPGInfrastructureConfig& config, CloudName cloud,
                                      const Dropbox& dropbox) {
  std::vector<std::string> ids;
  for (const std::string& uploader : dropbox.uploaders) {
    const CPGInfrastructureUser* user = config.users.find(uploader);
    const auto* account = user == nullptr ? nullptr : user->clouds.find(cloud);
    if (account != nullptr) ids.push_back(account->id);
  }
  return ids;
}

void write_dropbox(internal::PythonJson& json, const CPGInfrastructureConfig& config,
                   CloudName cloud, std::string_view dataset, const Dropbox& dropbox) {
  json.begin_object();
  json.member("id", dropbox.id);
  json.member("name", dropbox.name);
  json.member("allowed_filetypes", dropbox.allowed_filetypes);
  json.member("uploaders", uploader_ids(config, cloud, dropbox));
  json.member("max_concurrent_files", dropbox.max_concurrent_files);
  json.member("description", dropbox.description);
  json.member("max_file_size", dropbox.max_file_size);
  json.member("move_to_bucket", dropbox.move_to_bucket);
  json.member("slack_notification_channel_id", dropbox.slack_notification_channel_id);
  json.member("project", dataset);
  json.end_object();
}

}  // namespace

void CPGInfrastructure::generate_dropbox_config() {
  if (!config().data_dropbox) return;

  CloudInfraBase& infra = common_infra();
  internal::PythonJson json;
  json.begin_object();
  json.key("dropboxes");
  json.begin_array();
  for (const CPGDatasetConfig& dataset : configuration_.datasets) {
    if (!dataset.upload_config || !dataset.upload_config->dropboxes) continue;
    for (const Dropbox& dropbox : *dataset.upload_config->dropboxes) {
      write_dropbox(json, config(), infra.name(), dataset.dataset, dropbox);
    }
  }
  json.end_array();
  json.end_object();

  const auto& server = config().data_dropbox->gcp;
  const cloud::Project& project = infra.existing_project(server.project);
  const cloud::Secret& secret = infra.create_secret_in(
      "dropbox-server-config", project, infra.get_pulumi_name("dropbox-server-config"));
  infra.add_secret_version("data-dropbox-server-config-latest", secret,
                           plan_.values().text(json.text()));
  if (!infra.knows(server.server_machine_account)) {
    plan_.warn(
        infra.origin(),
        fmt::format("the dropbox server's account {} is not one of {}, so it cannot read its "
                    "configuration there",
                    server.server_machine_account, infra.origin()->cloud));
    return;
  }
  infra.add_secret_member("data-dropbox-server-config-accessor", secret,
                          infra.member(server.server_machine_account), SecretMembership::kAccessor,
                          project);
}

}  // namespace cpginfra::driver
